//! Writes the packed library to a folder, for reading it or running it under another interpreter: `extract FOLDER`.

use std::path::Path;

fn main() -> std::io::Result<()> {
    let Some(folder) = std::env::args().nth(1) else {
        eprintln!("usage: extract FOLDER");
        return Ok(());
    };
    for path in fora_pylib::paths() {
        let to = Path::new(&folder).join(path);
        if let Some(parent) = to.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::write(to, fora_pylib::file(&format!("{}{path}", fora_pylib::ROOT)).unwrap_or_default())?;
    }
    Ok(())
}
