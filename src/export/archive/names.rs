//! Names inside archives, which strangers choose.

/// What is wrong with the name of an entry, if anything. No name is ever used as a path; but a name that could lead out
/// of a folder, or mean another file on another system, is made by somebody who tries to, and nothing else in that
/// archive is worth trusting.
pub(super) fn fault(name: &str) -> Option<&'static str> {
    if name.is_empty() || name.len() > 1024 {
        return Some("an empty or very long name");
    }
    if name.chars().any(char::is_control) {
        return Some("control characters in its name");
    }
    if name.starts_with('/') || name.contains('\\') || name.contains(':') {
        return Some("a name that starts at the root of a disk or has `\\` or `:` in it");
    }
    // A folder's own entry ends with a stroke.
    let parts = name.strip_suffix('/').unwrap_or(name);
    for part in parts.split('/') {
        if part.is_empty() || part == "." || part == ".." {
            return Some("a name that leads out of its folder");
        }
        if part.ends_with(['.', ' ']) || is_reserved(part) {
            return Some("a name that means something else on Windows");
        }
    }
    None
}

/// Whether a name stands for a device on Windows, whatever its ending.
fn is_reserved(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or(part).trim_end().to_ascii_uppercase();
    let numbered = |device: &str| {
        let rest = stem.strip_prefix(device);
        rest.is_some_and(|n| {
            matches!(n, "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "¹" | "²" | "³")
        })
    };
    matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$")
        || numbered("COM")
        || numbered("LPT")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_names_are_good_and_tricks_are_not() {
        for good in ["a/series.json", "a/sessions/", "é 瘢/x.json", "..a/b..c", "console/com10.json"] {
            assert_eq!(fault(good), None, "{good}");
        }
        let bad = [
            "",
            "/",
            "/etc/passwd",
            "../a",
            "a/../b",
            "a/..",
            "./a",
            "a//b",
            "C:/a",
            "C:a",
            "a\\b",
            "a\0b",
            "a\nb",
            "nul",
            "a/NUL.json",
            "Com1",
            "lpt9.txt",
            "a./b",
            "a /b",
            "con .json",
            "a/b:stream",
        ];
        for name in bad {
            assert!(fault(name).is_some(), "{name:?}");
        }
    }
}
