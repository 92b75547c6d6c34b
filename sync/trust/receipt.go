package trust

import "crypto/ed25519"

// A receipt is signed with the key that also answers TLS handshakes; the prefix keeps either
// signature from passing as the other.
const receiptPrefix = "congso receipt 1\x00"

// Sign returns the server's signature over a receipt.
func (s *Server) Sign(message []byte) []byte {
	return ed25519.Sign(s.key, append([]byte(receiptPrefix), message...))
}

// Verify checks a receipt with the key from PeerServer, ServerKey or Identity.ServerKey: an
// error with code Forged when that server did not sign it.
func Verify(server ed25519.PublicKey, message, signature []byte) error {
	if len(server) != ed25519.PublicKeySize ||
		!ed25519.Verify(server, append([]byte(receiptPrefix), message...), signature) {
		return refuse(Forged, "receipt not signed by this server")
	}
	return nil
}
