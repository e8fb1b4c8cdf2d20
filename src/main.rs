//! The `fora` command. Parses the command line, makes the VM with all its parts, runs the program.
mod bench;
mod cli;
mod explain;
mod repl;
mod dump;
mod process;

#[global_allocator]
static ALLOC: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    std::process::exit(cli::main(std::env::args_os().collect()));
}
