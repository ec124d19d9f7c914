#!/usr/bin/env python3
"""An https server with an authority of our own, before a server that speaks http.

make FOLDER            by openssl: ca.pem; server.pem, server.key for localhost; other.pem, the authority that signed nothing
serve FOLDER URL LOG   answers on a free port of this computer, which is its first line of output, by what URL answers; what is asked
                       of /moved is sent on to https://127.0.0.1 of the same port. Host and Authorization of each request go to LOG.
"""
import http.server
import ssl
import subprocess
import sys
import urllib.error
import urllib.request


def make(folder):
    def openssl(*words):
        subprocess.run(["openssl", *words], check=True, capture_output=True)

    for name in ("ca", "other"):
        openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN=Made {name}",
                "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign",
                "-keyout", f"{folder}/{name}.key", "-out", f"{folder}/{name}.pem")
    with open(f"{folder}/server.ext", "w") as out:
        out.write("subjectAltName=DNS:localhost\nbasicConstraints=CA:FALSE\n")
    openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost",
            "-keyout", f"{folder}/server.key", "-out", f"{folder}/server.csr")
    openssl("x509", "-req", "-in", f"{folder}/server.csr", "-CA", f"{folder}/ca.pem", "-CAkey", f"{folder}/ca.key",
            "-CAcreateserial", "-days", "2", "-extfile", f"{folder}/server.ext", "-out", f"{folder}/server.pem")


def serve(folder, url, log):
    class Answers(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            with open(log, "a") as out:
                print(self.headers["Host"], self.headers["Authorization"], self.headers["X-Scope-OrgID"], sep="\t", file=out)
            if self.path.startswith("/moved"):
                self.send_response(302)
                self.send_header("Location", f"https://127.0.0.1:{self.server.server_port}{self.path[6:]}")
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            try:
                answer = urllib.request.urlopen(url + self.path)
            except urllib.error.HTTPError as error:
                answer = error
            body = answer.read()
            self.send_response(answer.status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(f"{folder}/server.pem", f"{folder}/server.key")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    {"make": make, "serve": serve}[sys.argv[1]](*sys.argv[2:])
