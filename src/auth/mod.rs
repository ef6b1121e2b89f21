//! Signs in to Zoom and keeps the sign-in fresh: the browser's way back, tokens, and the credential at rest.
//! May import `model`; settings come in as values.
//! It never calls Zoom's API, opens a browser, reads the environment, or lets a token out other than as a header.

mod authorize;
mod blocking;
pub mod callback;
mod client;
mod device;
mod error;
mod freshness;
mod http;
mod in_use;
mod keeper;
mod lock;
mod loopback;
mod paste;
mod pkce;
#[cfg(test)]
mod samples;
mod session;
mod spending;
mod token;
mod token_endpoint;
mod vault;
mod wiped;

pub use authorize::{Attempt, Code};
pub use client::{Client, EndpointError, Endpoints};
pub use device::{DeviceAuthorization, DeviceError};
pub use error::{BeginError, Refusal, SessionError, TokenError};
pub use loopback::{BindError, WaitError};
pub use paste::PasteError;
pub use pkce::RandomnessError;
pub use session::{Session, Setup, SignOut, SignedIn};
pub use token::{AccessToken, TokenResponse, refusal};
pub use vault::{
    CredentialStore, FileVault, Identity, KeyringVault, MemoryVault, Record, UnknownStore, Vault, VaultError,
};
