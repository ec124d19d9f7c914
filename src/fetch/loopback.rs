//! A server on this computer that answers as a test says, well or badly.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// What is sent back to one request; the connection ends with it.
pub(super) enum Reply {
    /// These bytes.
    Bytes(Vec<u8>),
    /// These bytes, and then nothing until the asker goes away.
    Hang(Vec<u8>),
}

/// A server that runs until the test ends.
pub(super) struct Server {
    /// As `http://127.0.0.1:12345`.
    pub(super) url: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Answers every request, which is given with its number from 0 and as its head.
    pub(super) fn answering(answer: impl Fn(usize, &str) -> Reply + Send + 'static) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let heads = Arc::clone(&asked);
        thread::spawn(move || {
            for (i, stream) in listener.incoming().enumerate() {
                let stream = stream.unwrap();
                let head = head(&stream);
                heads.lock().unwrap().push(head.clone());
                send(stream, answer(i, &head));
            }
        });
        Self { url, asked }
    }

    /// Heads of the requests so far.
    pub(super) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

/// A whole answer with this status, further headers and body.
pub(super) fn http(status: u16, headers: &[&str], body: impl AsRef<[u8]>) -> Reply {
    let body = body.as_ref();
    let mut head =
        format!("HTTP/1.1 {status} X\r\nConnection: close\r\nContent-Length: {}\r\n", body.len());
    for header in headers {
        head.push_str(header);
        head.push_str("\r\n");
    }
    Reply::Bytes([head.as_bytes(), b"\r\n", body].concat())
}

/// A parameter of the query in a request's head, decoded.
pub(super) fn parameter(head: &str, name: &str) -> String {
    let query = head.split([' ', '?']).nth(2).unwrap_or_default();
    let found = query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
    let mut bytes = Vec::new();
    let mut rest = found.unwrap_or_default().as_bytes().iter();
    while let Some(byte) = rest.next() {
        let mut hex = || char::from(*rest.next().unwrap()).to_digit(16).unwrap() as u8;
        bytes.push(match byte {
            b'%' => hex() * 16 + hex(),
            b'+' => b' ',
            other => *other,
        });
    }
    String::from_utf8(bytes).unwrap()
}

fn head(stream: &TcpStream) -> String {
    let lines = BufReader::new(stream).lines();
    let lines = lines.map_while(Result::ok).take_while(|line| !line.is_empty());
    lines.map(|line| line + "\n").collect()
}

fn send(mut stream: TcpStream, reply: Reply) {
    // Who was asked for too much goes away early.
    match reply {
        Reply::Bytes(bytes) => drop(stream.write_all(&bytes)),
        Reply::Hang(bytes) => {
            drop(stream.write_all(&bytes));
            drop(stream.read(&mut [0]));
        }
    }
}
