//! The pages a person sees: consent, the device code, Zoom's error page. No scripts, and every value escaped.

use std::fmt::Write as _;

use axum::http::{HeaderName, header};
use axum::response::{Html, IntoResponse, Response};

use crate::demo::server::rules::scopes;

const CSS: &str = "\
:root{color-scheme:light dark;--ink:#1f2430;--dim:#5c6370;--paper:#f4f6fa;--card:#fff;--line:#dfe3ea;--blue:#0b5cff}\
@media(prefers-color-scheme:dark){:root{--ink:#e8eaf0;--dim:#a0a6b3;--paper:#14161b;--card:#1e2128;--line:#343944;--blue:#6ea0ff}}\
*{box-sizing:border-box}body{margin:0;min-height:100vh;display:grid;place-items:center;padding:24px;background:var(--paper);\
color:var(--ink);font:16px/1.5 system-ui,sans-serif}main{width:100%;max-width:30rem;background:var(--card);border:1px solid \
var(--line);border-radius:14px;padding:32px}h1{font-size:1.35rem;line-height:1.3;margin:0 0 8px}p{margin:0 0 16px}\
.dim{color:var(--dim);font-size:.9rem;overflow-wrap:anywhere}ul{margin:0 0 20px;padding:0;list-style:none;border-top:1px solid \
var(--line)}li{padding:9px 0;border-bottom:1px solid var(--line)}code{font-size:.8rem;color:var(--dim);display:block;\
overflow-wrap:anywhere}form{display:flex;gap:12px}button{flex:1;font:inherit;padding:11px;border-radius:9px;border:1px solid \
var(--line);background:none;color:inherit;cursor:pointer}#allow{background:var(--blue);border-color:var(--blue);color:#fff}\
@media(prefers-color-scheme:dark){#allow{color:#10131a}}button:focus-visible,input:focus-visible{outline:3px solid \
var(--blue);outline-offset:2px}input{flex:2;min-width:0;font:inherit;padding:11px;border-radius:9px;border:1px solid var(--line);\
background:none;color:inherit}";

/// Who is asked on a consent page.
pub struct Person<'a> {
    /// Their name.
    pub name: &'a str,
    /// Their e-mail address.
    pub email: &'a str,
    /// Their company.
    pub company: &'a str,
}

/// Asks the person to allow or deny `scopes`. The form posts `field` and `decision` to `action`.
pub fn consent(person: &Person, scopes: &[String], action: &str, field: (&str, &str)) -> Response {
    let mut rights = String::new();
    for scope in scopes {
        // Writing to a String cannot fail.
        let _ = write!(rights, "<li>{}<code>{}</code></li>", escape(&scopes::in_words(scope)), escape(scope));
    }
    page(
        "Allow this app?",
        &format!(
            "<p>An app on this computer asks to read Zoom Phone data of <b>{}</b>.</p>\
             <p class=dim>You are signed in as {} ({}). This is a stand-in for Zoom with invented data.</p>\
             <ul>{rights}</ul><form method=post action=\"{}\"><input type=hidden name=\"{}\" value=\"{}\">\
             <button id=deny name=decision value=deny>Decline</button>\
             <button id=allow name=decision value=allow>Allow</button></form>",
            escape(person.company),
            escape(person.name),
            escape(person.email),
            escape(action),
            escape(field.0),
            escape(field.1),
        ),
    )
}

/// Asks for the code a device shows.
pub fn device_code(hint: &str) -> Response {
    let hint = escape(hint);
    page(
        "Enter the code",
        &format!(
            "<p>{hint}</p><form method=get action=\"/oauth_device\">\
             <input id=user_code name=user_code autocomplete=off autofocus aria-label=\"The code on your device\">\
             <button id=next>Next</button></form>"
        ),
    )
}

/// Says that nothing more is to be done here.
pub fn done(message: &str) -> Response {
    page(message, "<p>You can close this page.</p>")
}

/// Zoom's own error page, which never goes back to the app. `code` is from Zoom's table of OAuth errors.
pub fn refused(message: &str, code: u32) -> Response {
    let code = format!("{},{:03}", code / 1000, code % 1000);
    page("Something went wrong", &format!("<p id=error>{} ({code})</p>", escape(message)))
}

fn page(title: &str, body: &str) -> Response {
    let title = escape(title);
    let html = format!(
        "<!doctype html><html lang=en><head><meta charset=utf-8><meta name=viewport content=\"width=device-width,\
         initial-scale=1\"><title>{title}</title><style>{CSS}</style></head><body><main><h1>{title}</h1>{body}</main>\
         </body></html>"
    );
    // No form-action: Chromium would hold the redirect to the app's own port against it.
    let policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'";
    let headers: [(HeaderName, &str); 4] = [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, Html(html)).into_response()
}

fn escape(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut safe, letter| {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
        safe
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn nothing_echoed_can_end_a_tag_or_an_attribute() {
        assert_eq!(super::escape("<b a=\"1\" b='2'>&"), "&lt;b a=&quot;1&quot; b=&#39;2&#39;&gt;&amp;");
    }
}
