//! The seam to other machines. To the scheduler a machine is one more victim to steal from; this is how it is reached.
//!
//! Absent until the scheduler and the cluster exist: offering a task, asking for one, fetching a chunk. They become methods
//! here, in terms of parcels (bytes), never of sockets or clocks. The command installs an implementation in `Rt::port`.
use crate::cx::Cx;

pub trait Port: Sync {
    /// Takes in what has arrived. Called at safepoints, never waits.
    fn poll(&self, cx: &mut Cx);
}

/// Alone: nothing ever arrives.
pub struct NoPort;
impl Port for NoPort { fn poll(&self, _: &mut Cx) {} }
