//! Sockets: accepting, both directions, the end, and what is no socket.

use super::{World, refused};
use crate::calls::{fdstat, sock};
use crate::errno::Errno;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};

const LISTENER: u32 = 3;
const IOVS: u32 = 0x100;
const BYTES: u32 = 0x200;
const RESULT: u32 = 0x400;

fn listening() -> (World, std::net::SocketAddr) {
    let socket = TcpListener::bind("127.0.0.1:0").expect("listen");
    let address = socket.local_addr().expect("address");
    let world = World::build(|builder, _| {
        builder.preopened_listener(socket);
    });
    (world, address)
}

fn accept(world: &mut World, fd: u32, flags: u32) -> Result<u32, Errno> {
    world.call(|cx, mem| sock::sock_accept(cx, mem, fd, flags, RESULT))?;
    Ok(world.u32_at(RESULT))
}

fn receive(world: &mut World, fd: u32, len: u32, flags: u32) -> Result<Vec<u8>, Errno> {
    world.put(IOVS, &BYTES.to_le_bytes());
    world.put(IOVS + 4, &len.to_le_bytes());
    world.call(|cx, mem| sock::sock_recv(cx, mem, fd, IOVS, 1, flags, RESULT, RESULT + 4))?;
    let done = world.u32_at(RESULT);
    Ok(world.memory[BYTES as usize..(BYTES + done) as usize].to_vec())
}

fn send(world: &mut World, fd: u32, bytes: &[u8]) -> Result<u32, Errno> {
    let len = world.put(BYTES, bytes);
    world.put(IOVS, &BYTES.to_le_bytes());
    world.put(IOVS + 4, &len.to_le_bytes());
    world.call(|cx, mem| sock::sock_send(cx, mem, fd, IOVS, 1, 0, RESULT))?;
    Ok(world.u32_at(RESULT))
}

#[test]
fn a_connection_carries_bytes_both_ways_until_it_is_shut_down() {
    let (mut world, address) = listening();
    assert_eq!(world.fdstat(LISTENER).map(|stat| stat.0), Ok(6));
    let mut client = TcpStream::connect(address).expect("connect");
    let fd = accept(&mut world, LISTENER, 0).expect("accept");
    client.write_all(b"hello").expect("write");
    assert_eq!(
        receive(&mut world, fd, 5, 1 | 2).map(|seen| b"hello".starts_with(&seen)),
        Ok(true),
        "a look ahead"
    );
    assert_eq!(receive(&mut world, fd, 5, 2), Ok(b"hello".to_vec()), "all of it");
    assert_eq!(send(&mut world, fd, b"world"), Ok(5));
    assert_eq!(world.write(fd, b"!"), Ok(1), "as a stream");
    world.call(|cx, mem| sock::sock_shutdown(cx, mem, fd, 2)).expect("shutdown");
    let mut answer = String::new();
    client.read_to_string(&mut answer).expect("read");
    assert_eq!(answer, "world!");
    drop(client);
    assert_eq!(world.read(fd, 10), Ok(Vec::new()), "the end");
    assert_eq!(send(&mut world, fd, b"x"), Err(Errno::Pipe));
    assert_eq!(world.call(|cx, mem| sock::sock_shutdown(cx, mem, fd, 0)), Err(Errno::Inval));
}

#[test]
fn nonblocking_sockets_do_not_wait() {
    let (mut world, address) = listening();
    world.call(|cx, mem| fdstat::fd_fdstat_set_flags(cx, mem, LISTENER, 4)).expect("flag");
    assert_eq!(accept(&mut world, LISTENER, 0), Err(Errno::Again));
    let client = TcpStream::connect(address).expect("connect");
    let fd = accept(&mut world, LISTENER, 4).expect("accept");
    assert_eq!(receive(&mut world, fd, 1, 0), Err(Errno::Again));
    assert_eq!(world.read(fd, 1), Err(Errno::Again));
    drop(client);
    assert_eq!(accept(&mut world, LISTENER, 1), Err(Errno::Inval), "an unknown flag");
}

#[test]
fn what_is_no_connection_refuses() {
    let (mut world, _address) = listening();
    assert_eq!(accept(&mut world, 1, 0), Err(Errno::Notsock));
    assert_eq!(accept(&mut world, 99, 0), Err(Errno::Badf));
    assert_eq!(receive(&mut world, 0, 1, 0), Err(Errno::Notsock));
    refused(receive(&mut world, LISTENER, 1, 0), &[Errno::Notconn], "listening");
    refused(send(&mut world, LISTENER, b"x"), &[Errno::Notconn], "listening");
    assert_eq!(receive(&mut world, 0, 1, 4), Err(Errno::Inval));
    assert_eq!(world.call(|cx, mem| sock::sock_shutdown(cx, mem, LISTENER, 1)), Err(Errno::Notconn));
    assert_eq!(world.read(LISTENER, 1), Err(Errno::Badf));
}
