package prove

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha1"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"sync"
	"time"
)

// authority is a certificate authority that is made anew for each run and
// forgotten after it. It vouches for every name that it is asked for.
type authority struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
	leaf *ecdsa.PrivateKey // one key for all certificates: nobody keeps it
	dir  string

	mu     sync.Mutex
	serial int64
	made   map[string]*tls.Certificate
}

// newAuthority writes ca.pem, and client.crt, chain.crt and client.key for
// clients that log in with a certificate, into a folder.
func newAuthority(dir string) (*authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	leaf, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	a := &authority{key: key, leaf: leaf, dir: dir, made: map[string]*tls.Certificate{}}
	template := a.template("Proof authority")
	template.IsCA, template.BasicConstraintsValid = true, true
	template.KeyUsage = x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, err
	}
	if a.cert, err = x509.ParseCertificate(der); err != nil {
		return nil, err
	}
	if err := writePEM(a.file(), "CERTIFICATE", der); err != nil {
		return nil, err
	}
	client, err := a.issue("client")
	if err != nil {
		return nil, err
	}
	der, err = x509.MarshalPKCS8PrivateKey(leaf)
	if err != nil {
		return nil, err
	}
	for _, name := range []string{"client.crt", "chain.crt"} {
		if err := writePEM(filepath.Join(dir, name), "CERTIFICATE", client.Certificate[0]); err != nil {
			return nil, err
		}
	}
	return a, writePEM(filepath.Join(dir, "client.key"), "PRIVATE KEY", der)
}

// file is the authority's own certificate, as PEM.
func (a *authority) file() string { return filepath.Join(a.dir, "ca.pem") }

func (a *authority) template(name string) *x509.Certificate {
	a.serial++
	now := time.Now()
	return &x509.Certificate{
		SerialNumber: big.NewInt(a.serial),
		Subject:      pkix.Name{CommonName: name},
		NotBefore:    now.Add(-time.Hour),
		NotAfter:     now.Add(24 * time.Hour),
	}
}

// issue makes a certificate for a name, once.
func (a *authority) issue(name string) (*tls.Certificate, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if c := a.made[name]; c != nil {
		return c, nil
	}
	template := a.template(name)
	template.DNSNames, template.IPAddresses = []string{name}, []net.IP{net.IPv4(127, 0, 0, 1)}
	template.KeyUsage = x509.KeyUsageDigitalSignature
	template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth}
	der, err := x509.CreateCertificate(rand.Reader, template, a.cert, a.leaf.Public(), a.key)
	if err != nil {
		return nil, err
	}
	a.made[name] = &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: a.leaf}
	return a.made[name], nil
}

// server is the configuration of a server that has every name, speaks HTTP/1.1
// and takes a client's certificate without asking for one.
func (a *authority) server() *tls.Config {
	return &tls.Config{
		NextProtos: []string{"http/1.1"},
		ClientAuth: tls.RequestClientCert,
		GetCertificate: func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
			return a.issue(hello.ServerName)
		},
	}
}

func writePEM(file, kind string, der []byte) error {
	return os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600)
}

var acceptField = regexp.MustCompile(`(?i)(\r\nSec-WebSocket-Accept: )[^\r]*`)

// websocket completes a handshake. The accept value in the example fits the
// key there; a client that makes a key of its own gets the one for it
// (RFC 6455 §4.2.2). Then the server says goodbye with the code 1000.
func (r *replay) websocket(conn *peeked, raw []byte, key string) bool {
	sum := sha1.Sum([]byte(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"))
	conn.Write(acceptField.ReplaceAll(raw, []byte("${1}"+base64.StdEncoding.EncodeToString(sum[:]))))
	conn.Write([]byte{0x88, 2, 1000 >> 8, 1000 & 0xff})
	conn.SetReadDeadline(time.Now().Add(time.Second))
	conn.in.Peek(6) // the answer to the goodbye
	return false
}
