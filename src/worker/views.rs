//! Saved views and the look of the list, in their files.

use super::error::Error;
use super::services::Services;
use crate::model::{ListLook, ViewChange, ViewsRead};
use crate::views;

/// Reads the saved views.
pub(super) async fn read(services: &Services) -> Result<ViewsRead, Error> {
    let path = services.setup.paths.views_file();
    Ok(tokio::task::spawn_blocking(move || views::read(&path)).await??)
}

/// Changes the saved views.
pub(super) async fn change(services: &Services, change: ViewChange) -> Result<ViewsRead, Error> {
    let (path, lock_file) = (services.setup.paths.views_file(), services.setup.paths.views_lock());
    Ok(tokio::task::spawn_blocking(move || views::change(&path, &lock_file, change)).await??)
}

/// Keeps how the list looks, for the next start.
pub(super) async fn keep_last(services: &Services, look: ListLook) -> Result<(), Error> {
    let (path, lock_file) = (services.setup.paths.look_file(), services.setup.paths.views_lock());
    Ok(tokio::task::spawn_blocking(move || views::keep_last(&path, &lock_file, look)).await??)
}

/// Keeps how the list looks, as the person's default.
pub(super) async fn keep_default(services: &Services, look: ListLook) -> Result<(), Error> {
    let (path, lock_file) = (services.setup.paths.look_file(), services.setup.paths.views_lock());
    Ok(tokio::task::spawn_blocking(move || views::keep_default(&path, &lock_file, look)).await??)
}
