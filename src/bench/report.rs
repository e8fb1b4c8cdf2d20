//! What `fora bench` prints and writes: heading, start-up rows, one line per program, sums, JSON.
//!
//! A ratio is the peer's time over fora's: above 1, fora is the faster one. Memory ratios are fora's over the peer's.

use super::options::{By, Options};
use super::peers::Peer;
use super::{geometric_mean, Entry, Results, Row};
use std::fmt::Write;

const NAME: usize = 20;

fn time(entry: &Entry, by: By) -> Option<f64> {
    match by {
        By::Cpu => entry.cpu(),
        By::Wall => entry.wall(),
    }
}

fn ratio(row: &Row, peer: usize, by: By) -> Option<f64> {
    Some(time(row.entries.get(peer)?, by)? / time(row.entries.first()?, by)?.max(1e-6))
}

fn memory_ratio(row: &Row, peer: usize) -> Option<f64> {
    Some(row.entries.first()?.rss()? / row.entries.get(peer)?.rss()?.max(1.0))
}

fn cell(value: Option<f64>, width: usize, digits: usize, suffix: &str) -> String {
    match value {
        Some(v) => format!("{:>width$}", format!("{v:.digits$}{suffix}")),
        None => format!("{:>width$}", "-"),
    }
}

pub fn machine() -> String {
    let text = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = text.lines().find_map(|l| l.strip_prefix("model name")).map(|l| l.trim_start_matches([' ', '\t', ':']));
    let cores = std::thread::available_parallelism().map_or(1, |n| n.get());
    format!("{}, {cores} cores", model.unwrap_or("unknown processor"))
}

fn load() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').next().unwrap_or("?").to_string()
}

pub fn heading(peers: &[Peer], options: &Options) {
    println!("{}; load {}", machine(), load());
    for peer in peers {
        println!("  {:<18}{} ({})", peer.label, peer.about, peer.path.display());
    }
    let by = if options.by == By::Cpu { "CPU" } else { "wall" };
    let size = options.size.as_deref().unwrap_or("1");
    println!("\n{by} seconds of whole processes, medians of {} runs, size {size}; ×: times faster fora is\n", options.runs);
}

pub fn start_up(results: &Results) {
    print!("{:<NAME$}", "start-up, ms");
    for peer in &results.peers {
        print!("{:>22}", peer.label);
    }
    println!("\n{:<NAME$}{}", "", format!("{:>22}", "CPU    wall").repeat(results.peers.len()));
    for row in &results.start_up {
        print!("{:<NAME$}", row.name);
        for entry in &row.entries {
            let cpu = entry.cpu().map(|s| s * 1e3);
            let wall = entry.wall().map(|s| s * 1e3);
            print!("{:>22}", format!("{} {}", cell(cpu, 7, 1, ""), cell(wall, 7, 1, "")));
        }
        println!();
        troubles(row, &results.peers);
    }
    println!();
}

pub fn table_head(peers: &[Peer]) {
    print!("{:<NAME$}{:>9}", "program", "fora");
    for peer in peers.iter().skip(1) {
        print!("{:>18}", peer.label);
    }
    println!("{:>12}", "MiB");
}

pub fn table_row(row: &Row, peers: &[Peer], options: &Options) {
    let fora = row.entries.first();
    print!("{:<NAME$}{}", row.name, cell(fora.and_then(|e| time(e, options.by)), 9, 3, ""));
    for peer in 1..peers.len() {
        let seconds = row.entries.get(peer).and_then(|e| time(e, options.by));
        print!("{}{}", cell(seconds, 10, 3, ""), cell(ratio(row, peer, options.by), 8, 2, "×"));
    }
    println!("{}", cell(fora.and_then(Entry::rss).map(|k| k / 1024.0), 12, 1, ""));
    troubles(row, peers);
}

fn troubles(row: &Row, peers: &[Peer]) {
    for (peer, entry) in peers.iter().zip(&row.entries) {
        if let Some(why) = &entry.trouble {
            println!("    {}: {why}", peer.label);
        }
    }
}

/// One of the sums under the table: its words, and one value per peer (fora's own place stays empty).
struct Sum {
    words: &'static str,
    of: fn(&Row, usize, By) -> Option<f64>,
    which: fn(&str) -> bool,
}

const SUMS: [Sum; 5] = [
    Sum { words: "mean, single-core", of: ratio, which: |n| !n.starts_with("par_") },
    Sum { words: "mean, par_", of: ratio, which: |n| n.starts_with("par_") && !n.starts_with("par_seq_") },
    Sum { words: "mean, par_seq_", of: ratio, which: |n| n.starts_with("par_seq_") },
    Sum { words: "mean, all", of: ratio, which: |_| true },
    Sum { words: "memory, all", of: |r, p, _| memory_ratio(r, p), which: |_| true },
];

fn values(results: &Results, sum: &Sum, peer: usize, by: By) -> Vec<(f64, String)> {
    let rows = results.programs.iter().filter(|r| (sum.which)(&r.name));
    rows.filter_map(|r| Some(((sum.of)(r, peer, by)?, r.name.clone()))).collect()
}

pub fn summary(results: &Results, options: &Options) {
    if results.programs.is_empty() {
        return;
    }
    println!();
    for by in [By::Cpu, By::Wall] {
        let unit = if by == By::Cpu { "cpu" } else { "wall" };
        for sum in SUMS.iter().filter(|s| by == By::Cpu || !s.words.starts_with("memory")) {
            let shown = if sum.words.starts_with("memory") { "fora/peer" } else { unit };
            print!("{:<NAME$}{shown:>9}", sum.words);
            for peer in 1..results.peers.len() {
                let list: Vec<f64> = values(results, sum, peer, by).into_iter().map(|v| v.0).collect();
                print!("{}", cell(geometric_mean(&list), 18, 2, "×"));
            }
            println!();
        }
    }
    println!();
    for peer in 1..results.peers.len() {
        let label = results.peers.get(peer).map_or("", |p| p.label.as_str());
        let mut times = values(results, &SUMS[3], peer, options.by);
        if times.is_empty() {
            continue;
        }
        let mut memory = values(results, &SUMS[4], peer, options.by);
        times.sort_by(|a, b| a.0.total_cmp(&b.0));
        memory.sort_by(|a, b| b.0.total_cmp(&a.0));
        let slower = times.iter().filter(|t| t.0 < 1.0).count();
        let worst: Vec<String> = times.iter().take(3).map(|(v, n)| format!("{n} {v:.2}×")).collect();
        let most: Vec<String> = memory.iter().take(2).map(|(v, n)| format!("{n} {v:.2}×")).collect();
        println!(
            "{label}: ahead on {} of {}; least: {}; most memory against it: {}",
            times.len() - slower,
            times.len(),
            worst.join(", "),
            most.join(", ")
        );
    }
    println!("(no memory sample can be below {:.1} MiB)", results.floor as f64 / 1024.0);
}

fn quote(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c if (c as u32) < 0x20 => {
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn list(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(", "))
}

fn rows_json(rows: &[Row], peers: &[Peer]) -> String {
    let row = |r: &Row| {
        let entries = r.entries.iter().zip(peers).map(|(e, p)| {
            let trouble = e.trouble.as_deref().map_or("null".to_string(), quote);
            let samples = list(e.samples.iter().map(|s| {
                format!("{{\"wall\": {:.6}, \"user\": {:.6}, \"system\": {:.6}, \"rss_kib\": {}}}", s.wall, s.user, s.system, s.rss)
            }));
            format!("{{\"peer\": {}, \"trouble\": {trouble}, \"samples\": {samples}}}", quote(&p.label))
        });
        format!("\n  {{\"name\": {}, \"entries\": {}}}", quote(&r.name), list(entries))
    };
    list(rows.iter().map(row))
}

/// Every sample, and the geometric means: `{"machine", "size", "runs", "floor_kib", "peers", "means", "start_up", "programs"}`.
pub fn json(results: &Results, options: &Options) -> String {
    let peers = list(results.peers.iter().map(|p| {
        format!(
            "\n  {{\"label\": {}, \"path\": {}, \"about\": {}}}",
            quote(&p.label),
            quote(&p.path.display().to_string()),
            quote(&p.about)
        )
    }));
    let mut means = Vec::new();
    for sum in &SUMS {
        for by in [By::Cpu, By::Wall] {
            for peer in 1..results.peers.len() {
                let found: Vec<f64> = values(results, sum, peer, by).into_iter().map(|v| v.0).collect();
                let (Some(mean), Some(p)) = (geometric_mean(&found), results.peers.get(peer)) else { continue };
                let by = if by == By::Cpu { "cpu" } else { "wall" };
                means.push(format!(
                    "\n  {{\"of\": {}, \"by\": \"{by}\", \"peer\": {}, \"programs\": {}, \"mean\": {mean:.4}}}",
                    quote(sum.words),
                    quote(&p.label),
                    found.len()
                ));
            }
        }
    }
    format!(
        "{{\"machine\": {},\n\"size\": {}, \"runs\": {}, \"floor_kib\": {},\n\"peers\": {peers},\n\"means\": {},\n\"start_up\": {},\n\"programs\": {}}}\n",
        quote(&machine()),
        options.size.as_deref().unwrap_or("1"),
        options.runs,
        results.floor,
        list(means.into_iter()),
        rows_json(&results.start_up, &results.peers),
        rows_json(&results.programs, &results.peers),
    )
}
