//! `kelisim reseat` and `kelisim supplement` as a person runs them: one after the other, from files to files.

#![expect(clippy::unwrap_used, reason = "a test stops where a command cannot be run")]

use std::path::PathBuf;
use std::process::Command;

use serde_json::{Value, json};

/// A folder that goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let name = format!("kelisim-after-{name}-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn put(&self, file: &str, value: &Value) {
        std::fs::write(self.0.join(file), value.to_string()).unwrap();
    }

    fn get(&self, file: &str) -> Value {
        serde_json::from_slice(&std::fs::read(self.0.join(file)).unwrap()).unwrap()
    }

    /// Exit code and everything that was printed.
    fn run(&self, words: &str) -> (i32, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kelisim"));
        let output = command.args(words.split(' ')).current_dir(&self.0).output().unwrap();
        let said = [output.stdout, output.stderr].concat();
        (output.status.code().unwrap(), String::from_utf8(said).unwrap())
    }

    /// As [`Folder::run`], of what must succeed.
    fn well(&self, words: &str) -> String {
        let (code, said) = self.run(words);
        assert_eq!(code, 0, "{words}: {said}");
        said
    }

    /// What must be refused because of the input, naming this, and write nothing.
    fn refused(&self, words: &str, names: &str) {
        let (code, said) = self.run(&format!("{words} -o never.json"));
        assert_eq!(code, 3, "{words}: {said}");
        assert!(said.contains(names), "{words}: {said}");
        assert!(!self.0.join("never.json").exists(), "{words}");
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// `a` gets the place at `p`, `b` the one at `q`, `c` none.
fn plain() -> Value {
    let list = json!(["a", "b", "c"]);
    json!({
        "applicants": {
            "a": {"prefs": ["p", "q"]}, "b": {"prefs": ["p", "q"]}, "c": {"prefs": ["q", "p"]}
        },
        "programmes": {"p": {"capacity": 1, "prefs": list}, "q": {"capacity": 1, "prefs": list}}
    })
}

#[test]
fn a_second_reseating_remembers_what_the_first_was_told() {
    let folder = Folder::new("told");
    folder.put("m.json", &plain());
    folder.well("allocate m.json -o r.json");
    assert_eq!(folder.get("r.json")["matching"], json!({"a": "p", "b": "q", "c": null}));
    let said = folder.well("reseat r.json --market m.json --withdraw a -o one.json");
    assert!(said.contains("b: from q to p\nc: from no place to q\n2 moved"), "{said}");
    let said = folder.well("reseat one.json --market m.json --place p -o two.json");
    assert!(said.contains("0 moved; this is what a full rerun gives"), "{said}");
    let two = folder.get("two.json");
    assert_eq!(two["matching"], json!({"a": null, "b": "p", "c": "q"}));
    assert_eq!((&two["withdrawn"], &two["places"]), (&json!(["a"]), &json!(["p"])));
    folder.well("reseat two.json --market m.json --withdraw b -o three.json");
    assert_eq!(folder.get("three.json")["withdrawn"], json!(["a", "b"]));
}

#[test]
fn whoever_has_accepted_for_good_stays_in_every_reseating_after() {
    let folder = Folder::new("accepted");
    folder.put("m.json", &plain());
    folder.well("allocate m.json -o r.json");
    let said = folder.well("reseat r.json --market m.json --withdraw a --accepted b -o one.json");
    assert!(said.contains("c: from no place to p\n1 moved; a full rerun gives another"), "{said}");
    folder.well("reseat one.json --market m.json --place p -o two.json");
    assert_eq!(folder.get("two.json")["matching"], json!({"a": null, "b": "q", "c": "p"}));
    folder.refused("reseat r.json --market m.json --accepted c", "`c` has no place");
    folder.refused("reseat one.json --market m.json --accepted a", "`a` has no place");
    folder.refused("supplement r.json --market m.json --declined c", "`c` has no place");
}

#[test]
fn a_result_that_the_market_cannot_have_given_is_refused() {
    let folder = Folder::new("bad");
    folder.put("m.json", &plain());
    let with = |matching: Value| folder.put("r.json", &json!({"matching": matching}));
    let reseat = "reseat r.json --market m.json --withdraw a";
    with(json!({"a": "p", "b": "p", "c": "q"}));
    folder.refused(reseat, "`p` holds 2 with 1 places");
    with(json!({"a": "q", "b": "p", "c": null}));
    folder.refused(reseat, "`a` would be taken at `p`");
    with(json!({"a": "p", "b": "q"}));
    folder.refused(reseat, "matching.c");
    with(json!({"a": "p", "b": "q", "c": null, "d": "q"}));
    folder.refused(reseat, "matching.d");
    folder.put("r.json", &json!({"matching": {}, "withdrawn": "a"}));
    folder.refused(reseat, "`withdrawn` is not a list of names");
    folder.put("r.json", &json!([1]));
    folder.refused(reseat, "`matching` is missing");
    std::fs::write(folder.0.join("r.json"), "{").unwrap();
    folder.refused(reseat, "r.json");
    assert_eq!(folder.run("reseat none.json --market m.json --withdraw a").0, 4);
}

#[test]
fn quotas_that_cross_soft_places_and_lines_go_on_after_a_run() {
    let folder = Folder::new("joined");
    folder.put(
        "cross.json",
        &json!({
            "applicants": {
                "a": {"prefs": ["p", "q"]}, "b": {"prefs": ["q", "s"]},
                "c": {"prefs": ["s", "p"]}, "d": {"prefs": ["p", "s", "q"]}
            },
            "programmes": {
                "p": {"capacity": 1, "prefs": ["a", "d", "c"]},
                "q": {"capacity": 1, "prefs": ["b", "a", "d"]},
                "s": {"capacity": 1, "prefs": ["c", "b", "d"]}
            },
            "quotas": [
                {"id": "north", "members": ["p", "q"], "cap": 1, "order": ["a", "b", "c", "d"]},
                {"id": "south", "members": ["q", "s"], "cap": 1, "order": ["c", "b", "a", "d"]}
            ],
            "rules": {"overlapping": "exact"}
        }),
    );
    folder.well("allocate cross.json -o r.json");
    let said = folder.well("reseat r.json --market cross.json --withdraw c --accepted a");
    assert!(said.contains("b: from no place to s\n1 moved"), "{said}");
    let said = folder.well("supplement r.json --market cross.json --withdraw a -o round.json");
    assert!(
        said.contains("Keep their place: 1. Get one in this round: 1. Have none: 2."),
        "{said}"
    );
    let matching = &folder.get("round.json")["matching"];
    assert_eq!(*matching, json!({"a": null, "b": null, "c": "s", "d": "p"}));

    let list = json!(["a", "d", "b", "c"]);
    let everybody = json!({
        "a": {"prefs": ["p", "q"]}, "b": {"prefs": ["p", "q"], "types": ["rural"]},
        "c": {"prefs": ["p", "q"], "types": ["rural"]}, "d": {"prefs": ["p", "q"]}
    });
    let kept = json!([{"type": "rural", "places": 1}]);
    let programmes = json!({
        "p": {"capacity": 2, "prefs": list, "reserves": kept},
        "q": {"capacity": 1, "prefs": ["a", "b", "c", "d"]}
    });
    folder.put("soft.json", &json!({"applicants": everybody, "programmes": programmes}));
    folder.well("allocate soft.json -o r.json");
    let said = folder.well("reseat r.json --market soft.json --withdraw b");
    assert!(said.contains("c: from q to p\nd: from no place to q\n2 moved"), "{said}");

    let lines = json!([{"name": "x", "places": 1}, {"name": "y", "places": 1}]);
    folder.put(
        "lines.json",
        &json!({
            "applicants": {"a": {"prefs": ["p"]}, "b": {"prefs": ["p:y"]}},
            "programmes": {"p": {"capacity": 1, "lines": lines, "prefs": ["a", "b"]}}
        }),
    );
    folder.well("allocate lines.json -o r.json");
    let said = folder.well("reseat r.json --market lines.json --place p:y");
    assert!(said.contains("b: from no place to p:y\n1 moved"), "{said}");
    folder.refused("reseat r.json --market lines.json --place p", "such as `p:x`");
}
