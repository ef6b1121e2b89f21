//! The faults, and what each must come to.

/// A fault, and how each kind of request may end under it. An outcome is one of the letters:
///
/// `W` it works, perhaps after a while; or a problem whose remedy is: `R` try again, `N` the network, `L` later, `T` wait until
/// a named time, `S` sign in, `A` ask an admin, `U` set something up, `P` report to the makers.
pub struct Fault {
    pub name: &'static str,
    /// The words of a fault rule, without the requests it is for.
    pub script: &'static str,
    /// The call list.
    pub list: &'static str,
    /// The path of a call.
    pub path: &'static str,
    /// Who is signed in.
    pub who: &'static str,
    /// The code for a token.
    pub code: &'static str,
    /// A refresh token for a new one.
    pub renewal: &'static str,
}

const fn fault(name: &'static str, script: &'static str, outcomes: [&'static str; 5]) -> Fault {
    let [list, path, who, code, renewal] = outcomes;
    Fault { name, script, list, path, who, code, renewal }
}

/// The faults that Zoom's documents, or what stands between, make likely.
pub const FAULTS: &[Fault] = &[
    fault("nothing", "on=/none drop", ["W", "W", "W", "W", "W"]),
    fault("401 once", "status=401 times=1", ["W", "W", "W", "W", "W"]),
    fault("401 for ever", "status=401", ["S", "S", "S", "L", "L"]),
    fault("no scope, as 400", "status=400 code=4711", ["A", "A", "W", "S", "S"]),
    fault("no scope, as 403", "status=403 code=4711", ["A", "A", "W", "S", "S"]),
    fault("no permission", "status=403", ["A", "A", "W", "L", "L"]),
    fault("no Zoom Phone for the account", "status=400 code=2031", ["A", "A", "A", "L", "L"]),
    fault("no Zoom Phone for the user", "status=400 code=2013", ["A", "A", "A", "L", "L"]),
    fault("a plan too small", "status=400 code=200", ["A", "A", "A", "L", "L"]),
    fault("404 just after the call", "status=404 times=2", ["R", "RW", "W", "W", "W"]),
    fault("404 for ever", "status=404", ["R", "R", "W", "L", "L"]),
    fault("a refused parameter", "status=400 code=300", ["P", "P", "P", "L", "L"]),
    fault("429, a date", "429=qps retry_after=date times=1", ["W", "W", "W", "W", "W"]),
    fault("429, an HTTP date", "429=qps retry_after=http-date times=1", ["W", "W", "W", "W", "W"]),
    fault("429, seconds", "429=qps retry_after=seconds times=1", ["W", "W", "W", "W", "W"]),
    fault("429, a reset header", "429=qps times=1", ["W", "W", "W", "W", "W"]),
    fault("429, no moment", "429=bare times=1", ["W", "W", "W", "W", "W"]),
    fault("429, too many at one time", "429=concurrent times=1", ["W", "W", "W", "W", "W"]),
    fault("429, again and again", "429=qps retry_after=seconds", ["T", "T", "T", "L", "L"]),
    fault("429, ten minutes", "429=qps retry_after=seconds wait=10m", ["T", "T", "T", "L", "L"]),
    fault("the day's limit", "429=daily", ["T", "T", "T", "L", "L"]),
    fault("the day's limit, no moment", "429=daily retry_after=none", ["T", "T", "T", "L", "L"]),
    fault("500 once", "status=500 times=1", ["W", "W", "W", "W", "W"]),
    fault("502 three times", "status=502 times=3", ["W", "W", "W", "LW", "LW"]),
    fault("503 for ever", "status=503", ["L", "L", "L", "L", "L"]),
    fault("closed before the answer, once", "drop times=1", ["W", "W", "W", "N", "W"]),
    fault("closed before every answer", "drop", ["N", "N", "N", "N", "N"]),
    fault("closed after the headers, once", "cut=0 times=1", ["W", "W", "W", "N", "S"]),
    fault("closed inside the answer, once", "cut=200 times=1", ["W", "W", "W", "N", "S"]),
    fault("closed inside every answer", "cut=20", ["N", "N", "N", "N", "NS"]),
    fault("late answers", "delay=2s", ["W", "W", "W", "W", "W"]),
    fault("a byte a second", "drip=1s", ["N", "N", "N", "N", "NS"]),
    fault("a gzip bomb", "bomb", ["P", "P", "P", "P", "P"]),
    fault("deep JSON", "deep=10000", ["P", "P", "P", "P", "P"]),
    fault("a sign-in page", "html", ["N", "N", "N", "N", "N"]),
    fault("JSON that says it is text", "type=text/plain", ["W", "W", "W", "N", "S"]),
    fault("JSON that says it is a page", "type=text/html", ["N", "N", "N", "N", "S"]),
    fault("a page token that died", "page_token=dead times=1", ["W", "W", "W", "W", "W"]),
    fault("page tokens that all die", "page_token=dead", ["R", "W", "W", "W", "W"]),
    fault("a window that shrinks", "clamp=7d", ["W", "W", "W", "W", "W"]),
    fault("rows of the page before", "repeat_rows=3", ["W", "W", "W", "W", "W"]),
    fault("rows that come later", "late_rows=5 times=1", ["W", "W", "W", "W", "W"]),
    fault("unknown fields and words", "unknown_fields unknown_enums", ["W", "W", "W", "W", "W"]),
    fault("a grant that is over", "status=400 error=invalid_grant", ["P", "P", "P", "S", "S"]),
    fault("an app that is not known", "status=401 error=invalid_client", ["S", "S", "S", "U", "U"]),
];
