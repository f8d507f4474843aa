//! `wasi:sockets`: present, so that programs that only might use them start, and refused.
//!
//! No socket can be made, so nothing has to be done with one: the methods are there by name, and whoever calls one has a handle that
//! nobody gave out.

use anyhow::{Result, bail};
use wx_component::{Linker, LinkerInstance, Resource, ResourceType, Val};

/// Behind `wasi:sockets/network.network`, of which there is one, that leads nowhere.
struct Network;
struct TcpSocket;
struct UdpSocket;
struct IncomingDatagrams;
struct OutgoingDatagrams;
struct ResolvedAddresses;

/// The methods of sockets of both kinds.
const COMMON: &[&str] = &[
    "start-bind",
    "finish-bind",
    "local-address",
    "remote-address",
    "address-family",
    "receive-buffer-size",
    "set-receive-buffer-size",
    "send-buffer-size",
    "set-send-buffer-size",
    "subscribe",
];

const TCP: &[&str] = &[
    "start-connect",
    "finish-connect",
    "start-listen",
    "finish-listen",
    "accept",
    "is-listening",
    "set-listen-backlog-size",
    "keep-alive-enabled",
    "set-keep-alive-enabled",
    "keep-alive-idle-time",
    "set-keep-alive-idle-time",
    "keep-alive-interval",
    "set-keep-alive-interval",
    "keep-alive-count",
    "set-keep-alive-count",
    "hop-limit",
    "set-hop-limit",
    "shutdown",
];

const UDP: &[&str] = &["stream", "unicast-hop-limit", "set-unicast-hop-limit"];

/// A function that is refused.
fn denied<T: 'static>(instance: &mut LinkerInstance<'_, T>, name: &str) -> Result<()> {
    instance.func_new(name, |_, _, _, results| {
        results[0] = Val::Result(Err(Some(Box::new(Val::Enum("access-denied".to_owned())))));
        Ok(())
    })
}

/// A resource that nobody gets, with its methods.
fn resource<T: 'static, R: 'static>(
    instance: &mut LinkerInstance<'_, T>,
    name: &str,
    methods: &[&[&str]],
) -> Result<()> {
    instance.resource(name, ResourceType::host::<R>(), |_, _| Ok(()))?;
    for method in methods.concat() {
        instance.func_new(&format!("[method]{name}.{method}"), |_, _, _, _| bail!("there are no sockets"))?;
    }
    Ok(())
}

pub(crate) fn add<T: 'static>(linker: &mut Linker<T>) -> Result<()> {
    let mut network = linker.instance("wasi:sockets/network@0.2.6")?;
    network.resource("network", ResourceType::host::<Network>(), |_, _| Ok(()))?;
    let mut instance = linker.instance("wasi:sockets/instance-network@0.2.6")?;
    instance.func_wrap("instance-network", |_, (): ()| Ok((Resource::<Network>::new_own(0),)))?;

    let mut tcp = linker.instance("wasi:sockets/tcp@0.2.6")?;
    resource::<T, TcpSocket>(&mut tcp, "tcp-socket", &[COMMON, TCP])?;
    denied(&mut linker.instance("wasi:sockets/tcp-create-socket@0.2.6")?, "create-tcp-socket")?;

    let mut udp = linker.instance("wasi:sockets/udp@0.2.6")?;
    resource::<T, UdpSocket>(&mut udp, "udp-socket", &[COMMON, UDP])?;
    resource::<T, IncomingDatagrams>(&mut udp, "incoming-datagram-stream", &[&["receive", "subscribe"]])?;
    resource::<T, OutgoingDatagrams>(
        &mut udp,
        "outgoing-datagram-stream",
        &[&["check-send", "send", "subscribe"]],
    )?;
    denied(&mut linker.instance("wasi:sockets/udp-create-socket@0.2.6")?, "create-udp-socket")?;

    let mut lookup = linker.instance("wasi:sockets/ip-name-lookup@0.2.6")?;
    let methods: &[&[&str]] = &[&["resolve-next-address", "subscribe"]];
    resource::<T, ResolvedAddresses>(&mut lookup, "resolve-address-stream", methods)?;
    denied(&mut lookup, "resolve-addresses")
}
