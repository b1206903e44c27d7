//! Copying folders to a daemon that does not see this host's files: each into a volume of its own, once per session.

use super::container::{Source, labels, new_name};
use super::daemon::Daemon;
use super::removal::{Kind, Made};
use super::starter::Launcher;
use crate::background::background;
use crate::error::PathContext;
use crate::{ErrorKind, Result};
use bollard::body_stream;
use bollard::models::{ContainerCreateBody, HostConfig, Mount, MountType, VolumeCreateRequest};
use bollard::query_parameters::{CreateContainerOptionsBuilder, UploadToContainerOptionsBuilder};
use futures_util::StreamExt;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Seek, SeekFrom};
use std::path::{Path, PathBuf};
use tokio_util::io::ReaderStream;

/// Volumes with what a session shows. Dropping it removes them.
#[derive(Debug)]
pub(super) struct Content(Vec<(Made, PathBuf)>);

impl Content {
    /// Copies folders; `folders` tells each with its path inside.
    pub(super) async fn copy(
        launcher: &Launcher,
        image: &str,
        folders: &[(PathBuf, PathBuf)],
        own: &BTreeMap<String, String>,
    ) -> Result<Self> {
        let mut content = Self(Vec::new());
        for (_, target) in folders {
            let made = Made::new(&launcher.daemon, &launcher.pending, Kind::Volume, new_name(own));
            let request = VolumeCreateRequest {
                name: Some(made.name().to_owned()),
                labels: Some(labels(own)),
                ..VolumeCreateRequest::default()
            };
            let call = |docker: bollard::Docker| async move { docker.create_volume(request).await };
            launcher.daemon.call("make a volume", call).await?;
            made.confirm();
            content.0.push((made, target.clone()));
        }
        content.fill(launcher, image, folders, own).await?;
        Ok(content)
    }

    /// Where each folder is now, and its path inside.
    pub(super) fn folders(&self) -> Vec<(Source, PathBuf)> {
        let volume = |(made, target): &(Made, PathBuf)| {
            (Source::Volume(made.name().to_owned()), target.clone())
        };
        self.0.iter().map(volume).collect()
    }

    /// A daemon takes files for containers alone, so one holds the volumes meanwhile, which never starts.
    async fn fill(
        &self,
        launcher: &Launcher,
        image: &str,
        folders: &[(PathBuf, PathBuf)],
        own: &BTreeMap<String, String>,
    ) -> Result<()> {
        let holder = Made::new(&launcher.daemon, &launcher.pending, Kind::Container, new_name(own));
        let options = CreateContainerOptionsBuilder::new().name(holder.name()).build();
        let body = ContainerCreateBody {
            image: Some(image.to_owned()),
            entrypoint: Some(vec!["/".to_owned()]),
            labels: Some(labels(own)),
            network_disabled: Some(true),
            host_config: Some(HostConfig {
                mounts: Some(self.0.iter().map(writable).collect()),
                network_mode: Some("none".to_owned()),
                ..HostConfig::default()
            }),
            ..ContainerCreateBody::default()
        };
        let call = |docker: bollard::Docker| async move {
            docker.create_container(Some(options), body).await
        };
        launcher.daemon.call("make a container", call).await?;
        holder.confirm();
        for (source, target) in folders {
            upload(&launcher.daemon, holder.name(), source, target).await?;
        }
        Ok(())
    }
}

fn writable((made, target): &(Made, PathBuf)) -> Mount {
    Mount {
        typ: Some(MountType::VOLUME),
        source: Some(made.name().to_owned()),
        target: Some(target.to_string_lossy().into_owned()),
        ..Mount::default()
    }
}

async fn upload(daemon: &Daemon, holder: &str, source: &Path, target: &Path) -> Result<()> {
    let folder = source.to_owned();
    let archive = background(ErrorKind::Storage, move || archive(&folder)).await?;
    let options = UploadToContainerOptionsBuilder::new().path(&target.to_string_lossy()).build();
    let holder = holder.to_owned();
    let pieces = ReaderStream::new(tokio::fs::File::from_std(archive));
    // A file that can't be read further ends the archive, which the daemon tells.
    let pieces = pieces.filter_map(|piece| std::future::ready(piece.ok()));
    let call = |docker: bollard::Docker| async move {
        docker.upload_to_container(&holder, Some(options), body_stream(pieces)).await
    };
    daemon.call("take the plugin's files", call).await
}

/// An archive of what lies in a folder. Times are kept: byte code is valid for a source of its time alone.
fn archive(folder: &Path) -> Result<File> {
    let file = tempfile::tempfile().at(ErrorKind::Storage, "make a file for", folder)?;
    let mut archive = tar::Builder::new(file);
    archive.follow_symlinks(false);
    archive.append_dir_all(".", folder).at(ErrorKind::Storage, "read", folder)?;
    let mut file = archive.into_inner().at(ErrorKind::Storage, "read", folder)?;
    file.seek(SeekFrom::Start(0)).at(ErrorKind::Storage, "read", folder)?;
    Ok(file)
}
