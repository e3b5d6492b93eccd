//! Saving on a real disk: rights, links and names.

use crate::scratch::{Scratch, get, names, put};
use std::path::{Path, PathBuf};
use stipple::store::{Disk, Expected, StoreError, save};

const OLD: &[u8] = b"{\"old\": 1}\n";
const NEW: &[u8] = b"{\"new\": 22}\n";

fn content(bytes: &[u8]) -> Expected {
    Expected::Content(blake3::hash(bytes))
}

fn replace(path: &Path) -> Result<(), StoreError> {
    save(&Disk, path, NEW, content(OLD), None).map(|_| ())
}

#[test]
fn long_and_strange_names_are_saved() {
    let scratch = Scratch::new();
    let long = "x".repeat(250);
    let wide = "瘢".repeat(83);
    for name in
        ["a b.json", "é 瘢痕 🩹.json", "-rf.json", "a'\"$`\\.json", ".hidden", "a\nb.json", &long, &wide]
    {
        let path = scratch.path().join(name);
        save(&Disk, &path, OLD, Expected::Nothing, None).unwrap_or_else(|e| panic!("{e}"));
        replace(&path).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(get(&path), NEW);
    }
    assert_eq!(names(scratch.path()).len(), 8, "{:?}", names(scratch.path()));
}

#[test]
fn a_large_file_is_saved_whole() {
    let scratch = Scratch::new();
    let path = scratch.path().join("large.bin");
    let bytes: Vec<u8> = (0..20_000_000_u32).map(|n| (n % 251) as u8).collect();
    save(&Disk, &path, &bytes, Expected::Nothing, None).unwrap();
    assert_eq!(get(&path), bytes);
}

#[test]
fn a_missing_folder_or_a_folder_in_the_place_of_the_file_is_an_error() {
    let scratch = Scratch::new();
    let path = scratch.path().join("missing/a.json");
    let error = save(&Disk, &path, NEW, Expected::Nothing, None).unwrap_err();
    assert!(error.to_string().contains("missing"), "{error}");
    let folder = scratch.path().join("folder");
    std::fs::create_dir(&folder).unwrap();
    for expected in [Expected::Nothing, content(OLD)] {
        let error = save(&Disk, &folder, NEW, expected, None).unwrap_err();
        assert!(error.to_string().ends_with("folder"), "{error}");
    }
    assert_eq!(names(scratch.path()), ["folder"]);
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::os::unix::fs::{PermissionsExt, symlink};
    use stipple::model::{Series, SeriesId};
    use stipple::store::{Generations, Library, SeriesFolder, create_folder};

    fn mode(path: &Path) -> u32 {
        std::fs::metadata(path).unwrap().permissions().mode() & 0o7777
    }

    fn set_mode(path: &Path, mode: u32) {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn a_new_file_is_for_its_owner_only() {
        let scratch = Scratch::new();
        let path = scratch.path().join("a.json");
        save(&Disk, &path, NEW, Expected::Nothing, None).unwrap();
        assert_eq!(mode(&path), 0o600);
    }

    #[test]
    fn the_rights_of_a_file_stay_as_they_are() {
        let scratch = Scratch::new();
        for wanted in [0o600, 0o644, 0o640, 0o664, 0o666, 0o444, 0o400] {
            let path = scratch.put("a.json", OLD);
            set_mode(&path, wanted);
            replace(&path).unwrap();
            assert_eq!((mode(&path), get(&path).as_slice()), (wanted, NEW), "{wanted:o}");
            std::fs::remove_file(&path).unwrap();
        }
    }

    #[test]
    fn a_link_stays_a_link_and_its_file_is_saved() {
        let scratch = Scratch::new();
        let file = scratch.put("there/b.json", OLD);
        set_mode(&file, 0o640);
        for (link, to) in [("a.json", file.clone()), ("c.json", PathBuf::from("there/b.json"))] {
            put(&file, OLD);
            let link = scratch.path().join(link);
            symlink(&to, &link).unwrap();
            replace(&link).unwrap();
            assert_eq!(std::fs::read_link(&link).unwrap(), to);
            assert_eq!((get(&file), mode(&file)), (NEW.to_vec(), 0o640));
        }
        assert_eq!(names(&scratch.path().join("there")), ["b.json"]);
        assert_eq!(names(scratch.path()), ["a.json", "c.json", "there"]);
    }

    #[test]
    fn a_link_to_a_folder_on_the_way_is_followed() {
        let scratch = Scratch::new();
        let file = scratch.put("there/b.json", OLD);
        symlink("there", scratch.path().join("here")).unwrap();
        replace(&scratch.path().join("here/b.json")).unwrap();
        save(&Disk, &scratch.path().join("here/c.json"), NEW, Expected::Nothing, None).unwrap();
        assert_eq!(get(&file), NEW);
        assert_eq!(names(&scratch.path().join("there")), ["b.json", "c.json"]);
    }

    /// Its file may be on a disk that is not plugged in.
    #[test]
    fn a_link_that_leads_nowhere_is_not_replaced() {
        let scratch = Scratch::new();
        let link = scratch.path().join("a.json");
        symlink("gone/b.json", &link).unwrap();
        for expected in [Expected::Nothing, content(OLD)] {
            let error = save(&Disk, &link, NEW, expected, None).unwrap_err();
            assert!(error.to_string().ends_with("a.json"), "{error}");
            assert_eq!(std::fs::read_link(&link).unwrap(), Path::new("gone/b.json"));
            assert_eq!(names(scratch.path()), ["a.json"]);
        }
        let circle = scratch.path().join("circle.json");
        symlink(&circle, &circle).unwrap();
        save(&Disk, &circle, NEW, Expected::Nothing, None).unwrap_err();
        assert_eq!(names(scratch.path()), ["a.json", "circle.json"]);
    }

    #[test]
    fn folders_are_for_their_owner_only() {
        let scratch = Scratch::new();
        let root = scratch.path().join("Bücher/library");
        let library = Library::new(root.clone());
        let folder =
            library.create_series(&Disk, &Series::new(SeriesId::new("c1").unwrap(), "Scars")).unwrap();
        for path in [scratch.path().join("Bücher"), root, folder.clone(), folder.join("sessions")] {
            assert_eq!(mode(&path), 0o700, "{}", path.display());
        }
        assert_eq!(mode(&SeriesFolder::series_path(&folder)), 0o600);
        let state = scratch.path().join("state/stipple");
        let generations = Generations::new(state.clone());
        let series = SeriesFolder::series_path(&folder);
        let kept = Some((&generations, jiff::Timestamp::UNIX_EPOCH));
        set_mode(&series, 0o644);
        save(&Disk, &series, NEW, Expected::Content(blake3::hash(&get(&series))), kept).unwrap();
        let generation = generations.list(&series).unwrap().remove(0).path;
        assert_eq!(mode(&generation), 0o600, "a generation is for its owner, whatever the file was");
        for path in [&state, generation.parent().unwrap()] {
            assert_eq!(mode(path), 0o700, "{}", path.display());
        }
        // A folder that was there keeps its rights.
        set_mode(&state, 0o755);
        create_folder(&state).unwrap();
        assert_eq!(mode(&state), 0o755);
    }

    #[test]
    fn generations_are_found_by_any_way_to_the_file() {
        let scratch = Scratch::new();
        let file = scratch.put("there/b.json", OLD);
        symlink("there", scratch.path().join("here")).unwrap();
        let generations = Generations::new(scratch.path().join("state"));
        let kept = Some((&generations, jiff::Timestamp::UNIX_EPOCH));
        let way = scratch.path().join("here/b.json");
        save(&Disk, &way, NEW, content(OLD), kept).unwrap();
        assert_eq!(generations.list(&file).unwrap().len(), 1);
        assert_eq!(generations.list(&way).unwrap().len(), 1);
    }
}
