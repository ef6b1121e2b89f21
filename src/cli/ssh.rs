//! How this machine was reached, for the line that lets a browser elsewhere reach it too.

use std::net::IpAddr;

use super::{Context, Environment};
use crate::app::{Keeps, SignInWays};
use crate::auth::CredentialStore;

/// The ways to sign in that these settings and this terminal leave open.
pub(super) fn ways(context: &Context) -> SignInWays {
    let zoom = &context.services.setup().zoom;
    SignInWays {
        ssh_to: destination(context.environment),
        has_fixed_port: zoom.redirect_port != 0,
        has_device_code: zoom.client_secret.is_some() && zoom.account_id.is_none(),
        keeps: match zoom.credential_store {
            _ if zoom.account_id.is_some() => Keeps::Nothing,
            CredentialStore::File => Keeps::InPlainText,
            CredentialStore::Keyring | CredentialStore::Memory => Keeps::Safely,
        },
    }
}

/// Arguments of `ssh` that lead here: `user@192.0.2.7`, with `-p` where the port is not 22. `None` when not on SSH, or when it
/// does not say. Source: sshd(8), `SSH_CONNECTION`: client address, client port, server address, server port.
pub(super) fn destination(environment: Environment) -> Option<String> {
    let connection = environment("SSH_CONNECTION")?;
    let mut words = connection.split_whitespace().skip(2);
    let address: IpAddr = words.next()?.parse().ok()?;
    let port: u16 = words.next()?.parse().ok()?;
    // Whatever else it may be, it goes into a line that a person runs.
    let is_plain = |name: &String| {
        !name.starts_with('-') && name.chars().all(|letter| letter.is_ascii_alphanumeric() || "._-".contains(letter))
    };
    let user = ["USER", "LOGNAME"].into_iter().find_map(environment).filter(is_plain).filter(|name| !name.is_empty());
    let user = user.map_or_else(String::new, |user| format!("{user}@"));
    let port = if port == 22 { String::new() } else { format!("-p {port} ") };
    Some(format!("{port}{user}{address}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(name: &str) -> Option<String> {
        match name {
            "SSH_CONNECTION" => Some("192.0.2.1 50000 192.0.2.7 22".to_owned()),
            "USER" => Some("alvarez".to_owned()),
            _ => None,
        }
    }

    fn elsewhere(name: &str) -> Option<String> {
        match name {
            "SSH_CONNECTION" => Some("2001:db8::1 50000 2001:db8::7 2222".to_owned()),
            "USER" => Some("a b; rm".to_owned()),
            _ => None,
        }
    }

    fn garbled(name: &str) -> Option<String> {
        (name == "SSH_CONNECTION").then(|| "1 2 $(x) 22".to_owned())
    }

    #[test]
    fn the_line_holds_nothing_but_an_address_a_port_and_a_plain_name() {
        assert_eq!(destination(plain).as_deref(), Some("alvarez@192.0.2.7"));
        assert_eq!(destination(elsewhere).as_deref(), Some("-p 2222 2001:db8::7"));
        assert_eq!(destination(garbled), None);
        assert_eq!(destination(|_| None), None);
    }
}
