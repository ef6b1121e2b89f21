//! What was granted to whom: codes, sessions, tokens and device requests. Pure; every call is told the time.

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use rand::{RngCore as _, SeedableRng as _};
use rand_chacha::ChaCha20Rng;

use crate::demo::server::oauth::pkce::Challenge;
use crate::demo::server::options::RefreshReuse;

const CODE_LIFE: TimeDelta = TimeDelta::minutes(5);
const CONSENT_LIFE: TimeDelta = TimeDelta::minutes(15);
const REFRESH_LIFE: TimeDelta = TimeDelta::days(90);

/// What a browser asked for, waiting for the person's answer.
#[derive(Clone)]
pub struct Request {
    /// Where the browser goes afterwards, exactly as it was sent.
    pub redirect_uri: String,
    /// Returned unchanged.
    pub state: Option<String>,
    /// What the code verifier must fit.
    pub challenge: Challenge,
}

/// Who a session speaks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// The person who clicked Allow.
    Person,
    /// The account itself: server-to-server, which has no `me`.
    Account,
}

/// A fresh pair; server-to-server tokens come without the second half.
pub struct Pair {
    /// The bearer.
    pub access: String,
    /// Single use.
    pub refresh: Option<String>,
}

/// Why tokens were not given. The words are those of Zoom's token endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Denied {
    /// No such code, or used, or older than five minutes.
    Code(String),
    /// The verifier does not fit the challenge.
    Verifier,
    /// `redirect_uri` differs from the one the browser was sent with.
    Redirect,
    /// No such refresh token, or rotated, revoked or replaced.
    Token,
}

/// Why a bearer does not open the door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadBearer {
    /// Past its time.
    Expired,
    /// Unknown, revoked, or replaced by a later authorization.
    Invalid,
}

struct Code {
    request: Request,
    issued: DateTime<Utc>,
}

struct Session {
    holder: Holder,
    ended: bool,
}

struct Access {
    session: usize,
    expires: DateTime<Utc>,
}

struct Refresh {
    session: usize,
    expires: DateTime<Utc>,
    used: bool,
}

/// All that was granted since the start.
pub struct Grants {
    random: ChaCha20Rng,
    reuse: RefreshReuse,
    access_life: TimeDelta,
    requests: HashMap<String, (Request, DateTime<Utc>)>,
    codes: HashMap<String, Code>,
    sessions: Vec<Session>,
    access: HashMap<String, Access>,
    refresh: HashMap<String, Refresh>,
}

impl Grants {
    /// Nothing granted yet. Every secret comes from `seed`, which must be unguessable outside tests.
    pub fn new(seed: [u8; 32], reuse: RefreshReuse, access_life: TimeDelta) -> Self {
        Self {
            random: ChaCha20Rng::from_seed(seed),
            reuse,
            access_life,
            requests: HashMap::new(),
            codes: HashMap::new(),
            sessions: Vec::new(),
            access: HashMap::new(),
            refresh: HashMap::new(),
        }
    }

    /// A new unguessable text made of `bytes` random bytes.
    pub fn secret(&mut self, bytes: usize) -> String {
        let mut raw = vec![0; bytes];
        self.random.fill_bytes(&mut raw);
        URL_SAFE_NO_PAD.encode(raw)
    }

    /// Keeps `request` until the person answers; the text names it in the consent form.
    pub fn ask(&mut self, request: Request, now: DateTime<Utc>) -> String {
        self.requests.retain(|_, (_, asked)| now - *asked < CONSENT_LIFE);
        let id = self.secret(24);
        self.requests.insert(id.clone(), (request, now));
        id
    }

    /// Takes back a request that was asked; a second answer to it finds nothing.
    pub fn answer(&mut self, id: &str, now: DateTime<Utc>) -> Option<Request> {
        self.requests.remove(id).filter(|(_, asked)| now - *asked < CONSENT_LIFE).map(|(request, _)| request)
    }

    /// A code for an allowed request.
    pub fn allow(&mut self, request: Request, now: DateTime<Utc>) -> String {
        self.codes.retain(|_, code| now - code.issued < CODE_LIFE);
        let code = self.secret(24);
        self.codes.insert(code.clone(), Code { request, issued: now });
        code
    }

    /// Tokens for a code. The code is spent by the attempt, whatever its outcome.
    pub fn redeem(
        &mut self,
        code: &str,
        redirect_uri: &str,
        verifier: &str,
        now: DateTime<Utc>,
    ) -> Result<Pair, Denied> {
        let known = self.codes.remove(code).filter(|known| now - known.issued < CODE_LIFE);
        let Some(Code { request, .. }) = known else { return Err(Denied::Code(code.to_owned())) };
        if request.redirect_uri != redirect_uri {
            return Err(Denied::Redirect);
        }
        if !request.challenge.fits(verifier) {
            return Err(Denied::Verifier);
        }
        Ok(self.sign_in(now))
    }

    /// Tokens for the person. One grant a person and app: every earlier one of theirs dies (Zoom's 4741).
    pub fn sign_in(&mut self, now: DateTime<Utc>) -> Pair {
        for session in self.sessions.iter_mut().filter(|session| session.holder == Holder::Person) {
            session.ended = true;
        }
        self.sessions.push(Session { holder: Holder::Person, ended: false });
        self.pair(self.sessions.len() - 1, now)
    }

    /// A token for the account, without a refresh token.
    pub fn server_to_server(&mut self, now: DateTime<Utc>) -> Pair {
        self.sessions.push(Session { holder: Holder::Account, ended: false });
        Pair { access: self.access_token(self.sessions.len() - 1, now), refresh: None }
    }

    /// New tokens for a refresh token, which dies. The access token before it lives on to its hour.
    pub fn rotate(&mut self, token: &str, now: DateTime<Utc>) -> Result<Pair, Denied> {
        let refresh = self.refresh.get_mut(token).ok_or(Denied::Token)?;
        let session = refresh.session;
        if refresh.used {
            match self.reuse {
                RefreshReuse::Refused => {}
                RefreshReuse::EndsSession => self.sessions[session].ended = true,
            }
            return Err(Denied::Token);
        }
        if refresh.expires <= now || self.sessions[session].ended {
            return Err(Denied::Token);
        }
        refresh.used = true;
        Ok(self.pair(session, now))
    }

    /// Ends the session an access or refresh token belongs to.
    pub fn revoke(&mut self, token: &str) {
        let session = self.access.get(token).map(|access| access.session);
        let session = session.or_else(|| self.refresh.get(token).map(|refresh| refresh.session));
        if let Some(session) = session {
            self.sessions[session].ended = true;
        }
    }

    /// Who a bearer speaks for.
    pub fn holder(&self, bearer: &str, now: DateTime<Utc>) -> Result<Holder, BadBearer> {
        let access = self.access.get(bearer).ok_or(BadBearer::Invalid)?;
        let session = &self.sessions[access.session];
        if session.ended {
            return Err(BadBearer::Invalid);
        }
        if access.expires <= now { Err(BadBearer::Expired) } else { Ok(session.holder) }
    }

    fn pair(&mut self, session: usize, now: DateTime<Utc>) -> Pair {
        let access = self.access_token(session, now);
        let refresh = self.secret(420);
        self.refresh.insert(refresh.clone(), Refresh { session, expires: now + REFRESH_LIFE, used: false });
        Pair { access, refresh: Some(refresh) }
    }

    /// As long as Zoom's, which run to several hundred characters.
    fn access_token(&mut self, session: usize, now: DateTime<Utc>) -> String {
        let access = self.secret(450);
        let expires = now + self.access_life;
        self.access.insert(access.clone(), Access { session, expires });
        access
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REDIRECT: &str = "http://127.0.0.1:4711/callback";
    const VERIFIER: &str = "an-invented-verifier-of-forty-three-letters";

    fn grants(reuse: RefreshReuse) -> (Grants, DateTime<Utc>) {
        (Grants::new([7; 32], reuse, TimeDelta::hours(1)), "2026-11-20T09:00:00Z".parse().unwrap())
    }

    fn request() -> Request {
        let challenge = Challenge::new(VERIFIER, "plain").unwrap();
        Request { redirect_uri: REDIRECT.to_owned(), state: None, challenge }
    }

    #[test]
    fn a_code_works_once_and_for_five_minutes() {
        let (mut grants, now) = grants(RefreshReuse::Refused);
        let code = grants.allow(request(), now);
        assert!(grants.redeem(&code, REDIRECT, VERIFIER, now).is_ok());
        assert_eq!(grants.redeem(&code, REDIRECT, VERIFIER, now).err(), Some(Denied::Code(code)));
        let late = grants.allow(request(), now);
        assert!(grants.redeem(&late, REDIRECT, VERIFIER, now + CODE_LIFE).is_err());
    }

    #[test]
    fn a_code_is_bound_to_its_redirect_and_its_verifier() {
        let (mut grants, now) = grants(RefreshReuse::Refused);
        let code = grants.allow(request(), now);
        let other = "http://127.0.0.1:4712/callback";
        assert_eq!(grants.redeem(&code, other, VERIFIER, now).err(), Some(Denied::Redirect));
        let code = grants.allow(request(), now);
        assert_eq!(grants.redeem(&code, REDIRECT, &VERIFIER.to_uppercase(), now).err(), Some(Denied::Verifier));
    }

    #[test]
    fn rotation_kills_the_old_refresh_token_and_reuse_may_kill_the_session() {
        for (reuse, newer_lives) in [(RefreshReuse::Refused, true), (RefreshReuse::EndsSession, false)] {
            let (mut grants, now) = grants(reuse);
            let first = grants.sign_in(now).refresh.unwrap();
            let second = grants.rotate(&first, now).ok().unwrap();
            assert!(grants.holder(&second.access, now).is_ok());
            assert_eq!(grants.rotate(&first, now).err(), Some(Denied::Token));
            assert_eq!(grants.holder(&second.access, now).is_ok(), newer_lives);
            assert_eq!(grants.rotate(&second.refresh.unwrap(), now).is_ok(), newer_lives);
        }
    }

    #[test]
    fn a_later_sign_in_replaces_the_earlier_one_but_not_the_accounts_token() {
        let (mut grants, now) = grants(RefreshReuse::Refused);
        let account = grants.server_to_server(now);
        let earlier = grants.sign_in(now);
        let later = grants.sign_in(now);
        assert_eq!(grants.holder(&earlier.access, now), Err(BadBearer::Invalid));
        assert_eq!(grants.rotate(&earlier.refresh.unwrap(), now).err(), Some(Denied::Token));
        assert_eq!(grants.holder(&later.access, now), Ok(Holder::Person));
        assert_eq!(grants.holder(&account.access, now), Ok(Holder::Account));
        assert_eq!(grants.holder(&later.access, now + TimeDelta::hours(1)), Err(BadBearer::Expired));
    }
}
