//! Stylesheet, script, icons and fonts, embedded and served under their content hash.
//!
//! `url("kelisim.css")` is `/assets/1f0c…/kelisim.css`: the hash changes with the content, so an answer may be kept
//! for ever. The addresses of fonts inside the stylesheet are rewritten before it is hashed.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::sync::LazyLock;

use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use flate2::Compression;
use flate2::write::GzEncoder;
use rust_embed::RustEmbed;
use sha2::{Digest as _, Sha256};

/// The files in `assets/`.
#[derive(RustEmbed)]
#[folder = "assets"]
struct Files;

/// An embedded file as it is sent.
#[derive(Debug)]
pub struct Asset {
    url: String,
    hash: String,
    content_type: &'static str,
    body: Vec<u8>,
    gzip: Option<Vec<u8>>,
}

// Assets are part of the program and never change while it runs.
static ASSETS: LazyLock<BTreeMap<String, Asset>> = LazyLock::new(load);

/// The address of an asset; empty for a name that is none, which a test rules out for every name in the templates.
#[must_use]
pub fn url(name: &str) -> &'static str {
    ASSETS.get(name).map_or("", |asset| asset.url.as_str())
}

/// Finds an asset by the two parts of its address.
#[must_use]
pub fn find(hash: &str, name: &str) -> Option<&'static Asset> {
    ASSETS.get(name).filter(|asset| asset.hash == hash)
}

/// The routes of all assets.
pub fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/assets/{hash}/{name}", get(serve))
}

/// Answers a request for an asset; an old hash is 404, so that no stale file is ever kept under a new address.
pub async fn serve(Path((hash, name)): Path<(String, String)>, headers: HeaderMap) -> Response {
    let Some(asset) = find(&hash, &name) else { return StatusCode::NOT_FOUND.into_response() };
    let accepts_gzip = headers
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .any(accepts_gzip);
    let (body, encoding) = match &asset.gzip {
        Some(gzip) if accepts_gzip => (gzip.as_slice(), Some("gzip")),
        _ => (asset.body.as_slice(), None),
    };
    let mut response = body.into_response();
    let sent = response.headers_mut();
    sent.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.content_type));
    sent.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=31536000, immutable"),
    );
    sent.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if asset.gzip.is_some() {
        sent.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    }
    if let Some(encoding) = encoding {
        sent.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

/// Name, address and size of every asset, for a list of what a first view weighs.
pub fn all() -> impl Iterator<Item = (&'static str, &'static Asset)> {
    ASSETS.iter().map(|(name, asset)| (name.as_str(), asset))
}

impl Asset {
    /// The address.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The bytes, not compressed.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The bytes as most browsers receive them.
    #[must_use]
    pub fn sent(&self) -> &[u8] {
        self.gzip.as_deref().unwrap_or(&self.body)
    }
}

fn accepts_gzip(header: &str) -> bool {
    header.split(',').any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        matches!(parts.next(), Some("gzip" | "*"))
            && !parts.any(|part| matches!(part, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
    })
}

fn load() -> BTreeMap<String, Asset> {
    let mut assets = BTreeMap::new();
    // The stylesheet names fonts, so fonts come first.
    let (styles, others): (Vec<_>, Vec<_>) = Files::iter().partition(|name| name.ends_with(".css"));
    // The verifier is the file that stands beside the checker, byte for byte.
    let verifier = asset("verify.js", include_bytes!("../../verify/js/verify.js").to_vec());
    assets.insert("verify.js".to_owned(), verifier);
    let credential = include_bytes!("../../verify/js/credential.js").to_vec();
    assets.insert("credential.js".to_owned(), asset("credential.js", credential));
    for name in others.into_iter().chain(styles) {
        let Some(file) = Files::get(&name) else { continue };
        let mut body = file.data.into_owned();
        if name.ends_with(".css") {
            body = with_addresses(&body, &assets);
        }
        let asset = asset(&name, body);
        assets.insert(name.into_owned(), asset);
    }
    assets
}

fn with_addresses(stylesheet: &[u8], assets: &BTreeMap<String, Asset>) -> Vec<u8> {
    let mut text = String::from_utf8_lossy(stylesheet).into_owned();
    for (name, asset) in assets {
        text = text.replace(&format!("url({name})"), &format!("url({})", asset.url));
    }
    text.into_bytes()
}

fn asset(name: &str, body: Vec<u8>) -> Asset {
    let hash: String =
        Sha256::digest(&body).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let (content_type, is_text) = match name.rsplit('.').next() {
        Some("css") => ("text/css; charset=utf-8", true),
        Some("js") => ("text/javascript; charset=utf-8", true),
        Some("svg") => ("image/svg+xml", true),
        Some("woff2") => ("font/woff2", false),
        _ => ("text/plain; charset=utf-8", true),
    };
    let gzip = is_text.then(|| compressed(&body)).flatten();
    Asset { url: format!("/assets/{hash}/{name}"), hash, content_type, body, gzip }
}

/// The bytes compressed; nothing where that fails or saves nothing.
fn compressed(body: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(body).ok()?;
    encoder.finish().ok().filter(|gzip| gzip.len() < body.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_finds_its_asset_and_an_old_hash_finds_nothing() {
        let url = url("kelisim.css");
        let mut parts = url.trim_start_matches("/assets/").split('/');
        let hash = parts.next().unwrap();
        assert_eq!(hash.len(), 16);
        assert_eq!(find(hash, "kelisim.css").unwrap().url(), url);
        assert!(find("0000000000000000", "kelisim.css").is_none());
        assert!(find(hash, "kelisim.js").is_none());
        assert_eq!(super::url("../Cargo.toml"), "");
    }

    #[test]
    fn the_stylesheet_names_fonts_by_their_own_address() {
        let css = ASSETS.get("kelisim.css").unwrap();
        let text = String::from_utf8(css.body.clone()).unwrap();
        assert_eq!(text.matches("url(/assets/").count(), 8);
        assert_eq!(text.matches("url(").count(), 8);
    }

    #[test]
    fn the_files_stay_light() {
        let css = Files::get("kelisim.css").unwrap().data.len();
        assert!(css <= 30_000, "kelisim.css weighs {css} bytes");
        // Three fonts, stylesheet, script and icons; the page itself and a document font come on top.
        let first: usize = [
            "golos-latin.woff2",
            "golos-cyrillic.woff2",
            "golos-cyrillic-ext.woff2",
            "kelisim.css",
            "kelisim.js",
            "icons.svg",
            "favicon.svg",
        ]
        .iter()
        .map(|name| ASSETS.get(*name).unwrap().sent().len())
        .sum();
        assert!(first <= 100_000, "a first view loads {first} bytes");
    }

    #[test]
    fn a_coding_that_is_refused_is_not_used() {
        for (header, expected) in [
            ("gzip, deflate, br", true),
            ("br;q=1.0, gzip;q=0.8", true),
            ("*", true),
            ("gzip;q=0", false),
            ("br", false),
            ("", false),
        ] {
            assert_eq!(accepts_gzip(header), expected, "{header:?}");
        }
    }

    #[test]
    fn every_asset_and_icon_in_the_templates_exists() {
        let icons = String::from_utf8(ASSETS.get("icons.svg").unwrap().body.clone()).unwrap();
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
        let mut seen = 0;
        for entry in std::fs::read_dir(folder).unwrap() {
            let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
            for (start, is_icon) in
                [("asset::url(\"", false), ("icon(\"", true), ("icon_of(\"", true)]
            {
                for part in text.split(start).skip(1) {
                    let name = part.split('"').next().unwrap();
                    seen += 1;
                    if is_icon {
                        assert!(icons.contains(&format!("id=\"{name}\"")), "no icon {name}");
                    } else {
                        assert!(!url(name).is_empty(), "no asset {name}");
                    }
                }
            }
        }
        assert!(seen > 10);
    }

    #[test]
    fn no_template_carries_an_inline_style_or_script() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            // It is opened from a disk and served by nobody: it has to carry all it needs.
            if path.ends_with("package.html") {
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            for bad in [" style=", "<style", "<script>", " onclick=", " onload=", "javascript:"] {
                assert!(!text.contains(bad), "{}: {bad}", path.display());
            }
        }
    }
}
