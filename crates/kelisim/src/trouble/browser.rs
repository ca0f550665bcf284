//! A person with a browser, without the network between.

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use kelisim_domain::user::Role;
use kelisim_web::Settings;
use tower::ServiceExt as _;

use crate::demo_record::open_accounts;
use crate::testing::World;
use crate::wiring::House;

/// A signed-in officer of the Kyrgyz registry.
pub struct Browser {
    router: Router,
    cookie: String,
}

/// What came back.
pub struct Page {
    pub status: u16,
    pub location: String,
    pub body: String,
}

/// The fields of a form.
pub type Form = Vec<(String, String)>;

impl Browser {
    /// Loads the demonstration and signs an officer in.
    pub async fn of(world: &World) -> Self {
        world.load_demo().await;
        let accounts = open_accounts(&world.house.app).await.unwrap();
        let is_ours = |role, registry: &str| role == Role::Officer && registry == "KG";
        let account =
            accounts.iter().find(|a| is_ours(a.role, a.registry.as_str())).unwrap().clone();
        let mut browser = Self::visitor(&world.house);
        let form = [("email", account.email), ("password", account.password)];
        let form: Form = form.map(|(n, v)| (n.to_owned(), v)).into();
        let answer = browser.send("POST", "/ru/sign-in", &form).await;
        assert_eq!(answer.status(), 303);
        let cookie = answer.headers()["set-cookie"].to_str().unwrap();
        cookie.split(';').next().unwrap().clone_into(&mut browser.cookie);
        browser
    }

    fn visitor(house: &House) -> Self {
        let router = kelisim_web::router(house.app.clone(), Settings::default());
        Self { router, cookie: String::new() }
    }

    /// The same person at another house.
    pub fn at(&self, house: &House) -> Self {
        Self { cookie: self.cookie.clone(), ..Self::visitor(house) }
    }

    pub async fn get(&self, path: &str) -> Page {
        Page::read(self.send("GET", path, &[]).await).await
    }

    pub async fn post(&self, path: &str, form: &[(String, String)]) -> Page {
        Page::read(self.send("POST", path, form).await).await
    }

    async fn send(
        &self,
        method: &str,
        path: &str,
        form: &[(String, String)],
    ) -> axum::http::Response<Body> {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("cookie", &self.cookie)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .unwrap();
        self.router.clone().oneshot(request).await.unwrap()
    }

    /// The first commitment of the list, by its id.
    pub async fn a_commitment(&self) -> String {
        let list = self.get("/ru/commitments").await;
        assert_eq!(list.status, 200);
        let (_, rest) = list.body.split_once("href=\"/ru/commitments/").unwrap();
        rest.get(..36).unwrap().to_owned()
    }
}

impl Page {
    async fn read(answer: axum::http::Response<Body>) -> Self {
        let header = |name| answer.headers().get(name).map(|v| v.to_str().unwrap().to_owned());
        let (status, location) = (answer.status().as_u16(), header("location").unwrap_or_default());
        let body = axum::body::to_bytes(answer.into_body(), 1 << 22).await.unwrap();
        Self { status, location, body: String::from_utf8(body.to_vec()).unwrap() }
    }

    /// The fields of the form with a version, as they stand on the page.
    pub fn form(&self) -> Form {
        let form = self.body.split("<form").find(|form| form.contains("name=\"version\"")).unwrap();
        let mut fields = Form::new();
        for part in form.split("</form>").next().unwrap().split('<').skip(1) {
            let (tag, after) = part.split_once('>').unwrap();
            let value = |name| attribute(tag, name).unwrap_or_default();
            match tag.split(' ').next().unwrap() {
                "input" | "select" => fields.push((value("name"), value("value"))),
                "textarea" => fields.push((value("name"), plain(after.trim_start_matches('\n')))),
                "option" if tag.contains(" selected") => {
                    fields.last_mut().unwrap().1 = value("value");
                }
                _ => {}
            }
        }
        fields
    }
}

/// Types into a field.
pub fn typed(mut form: Form, name: &str, value: &str) -> Form {
    let field = form.iter_mut().find(|(field, _)| field == name).unwrap();
    value.clone_into(&mut field.1);
    form
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split('"').next().map(plain)
}

fn plain(text: &str) -> String {
    let signs = [("&#34;", "\""), ("&#39;", "'"), ("&#60;", "<"), ("&#62;", ">"), ("&#38;", "&")];
    signs.iter().fold(text.to_owned(), |text, (code, sign)| text.replace(code, sign))
}
