"""The implementation behind datetime: the Python one, under the name of the native one."""

from _pydatetime import *
from _pydatetime import __doc__
