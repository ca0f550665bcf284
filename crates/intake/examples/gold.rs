//! Drafts every text of a folder into the corpus form: `gold FOLDER OUT`.
use std::{env, fs};
fn main() {
    let args: Vec<String> = env::args().collect();
    fs::create_dir_all(&args[2]).unwrap();
    for e in fs::read_dir(&args[1]).unwrap() {
        let p = e.unwrap().path();
        if p.extension().is_some_and(|x| x == "txt") {
            let stem = p.file_stem().unwrap().to_string_lossy().into_owned();
            let t = fs::read_to_string(&p).unwrap();
            let d = kelisim_intake::draft(&t, &Default::default()).unwrap();
            fs::write(
                format!("{}/{stem}.json", args[2]),
                serde_json::to_string_pretty(&kelisim_intake::gold::export(&stem, &d)).unwrap(),
            )
            .unwrap();
        }
    }
}
