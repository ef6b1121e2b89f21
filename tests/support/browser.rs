//! A person with a browser, played over HTTP: reads the consent page, presses a button, lands where it leads.

use reqwest::header::{HeaderMap, HeaderValue, LOCATION};
use reqwest::{Client, redirect};
use url::Url;

use super::finish;

/// The page a browser ended on.
#[derive(Debug)]
pub struct Landed {
    /// What its address bar says.
    pub address: Url,
    pub status: u16,
    pub page: String,
}

/// Allows, and goes where that leads.
pub fn allow(sign_in_page: &str) -> Landed {
    answer(sign_in_page, "allow")
}

/// Declines, and goes where that leads.
pub fn deny(sign_in_page: &str) -> Landed {
    answer(sign_in_page, "deny")
}

fn answer(sign_in_page: &str, decision: &str) -> Landed {
    let callback = decide(sign_in_page, decision);
    finish(async {
        let reply = browser(redirect::Policy::default()).get(callback).send().await.unwrap();
        Landed { address: reply.url().clone(), status: reply.status().as_u16(), page: reply.text().await.unwrap() }
    })
}

/// Presses a button of the consent page; gives the address it leads to, without going there.
pub fn decide(sign_in_page: &str, decision: &str) -> Url {
    finish(async {
        let browser = browser(redirect::Policy::none());
        let page = browser.get(sign_in_page).send().await.unwrap();
        let address = page.url().clone();
        let page = page.text().await.unwrap();
        let button = format!("<button id={decision} name=decision value={decision}>");
        assert!(page.contains(&button), "no such button on:\n{page}");
        let hidden = |name: &str| {
            let field = format!("name=\"{name}\" value=\"");
            page.split_once(&field).and_then(|(_, rest)| rest.split_once('"')).unwrap().0.to_owned()
        };
        let action = page.split_once("action=\"").and_then(|(_, rest)| rest.split_once('"')).unwrap().0;
        let form = [("request", hidden("request").as_str()), ("decision", decision)].map(|(a, b)| (a, b.to_owned()));
        let reply = browser.post(address.join(action).unwrap()).form(&form).send().await.unwrap();
        assert_eq!(reply.status(), 302);
        Url::parse(reply.headers()[LOCATION].to_str().unwrap()).unwrap()
    })
}

/// Says of itself what browsers say when a person goes to a page.
fn browser(redirects: redirect::Policy) -> Client {
    let mut headers = HeaderMap::new();
    for (name, value) in
        [("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document"), ("sec-fetch-site", "cross-site")]
    {
        headers.insert(name, HeaderValue::from_static(value));
    }
    Client::builder().no_proxy().tls_certs_only([]).default_headers(headers).redirect(redirects).build().unwrap()
}
