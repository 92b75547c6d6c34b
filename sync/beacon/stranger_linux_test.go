package beacon

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"
)

// The types of DNS records.
const (
	typeA   = 1
	typePTR = 12
	typeTXT = 16
	typeSRV = 33
)

// packet puts a DNS message together by hand, as other programs on the network do.
type packet struct {
	header [12]byte
	body   []byte
}

func newPacket() *packet {
	p := &packet{}
	p.header[2] = 0x84 // an authoritative answer
	return p
}

func dnsName(labels ...string) []byte {
	var name []byte
	for _, label := range labels {
		name = append(append(name, byte(len(label))), label...)
	}
	return append(name, 0)
}

// record adds an answer.
func (p *packet) record(name []byte, kind uint16, ttl uint32, data []byte) *packet {
	p.body = append(p.body, name...)
	p.body = binary.BigEndian.AppendUint16(p.body, kind)
	p.body = binary.BigEndian.AppendUint16(p.body, 1)
	p.body = binary.BigEndian.AppendUint32(p.body, ttl)
	p.body = binary.BigEndian.AppendUint16(p.body, uint16(len(data)))
	p.body = append(p.body, data...)
	binary.BigEndian.PutUint16(p.header[6:], binary.BigEndian.Uint16(p.header[6:])+1)
	return p
}

func (p *packet) bytes() []byte { return append(p.header[:], p.body...) }

// announced is a whole announcement of an instance at 127.0.0.1.
func announced(instance string, ttl uint32, port uint16, text ...string) []byte {
	kind := []string{"_congso", "_tcp", "local"}
	full, host := dnsName(append([]string{instance}, kind...)...), dnsName("h", "local")
	var strings []byte
	for _, one := range text {
		strings = append(append(strings, byte(len(one))), one...)
	}
	target := append(binary.BigEndian.AppendUint16(make([]byte, 4), port), host...)
	return newPacket().
		record(dnsName(kind...), typePTR, ttl, full).
		record(full, typeSRV, ttl, target).
		record(full, typeTXT, ttl, strings).
		record(host, typeA, ttl, []byte{127, 0, 0, 1}).bytes()
}

// Whatever others send on the network, the room stays announced and found; names of any letters
// are read, and goodbyes are not taken for greetings.
func testStrangers(t *testing.T) {
	run(t, "ip route add 224.0.0.0/4 dev lo")
	conn, err := net.Dial("udp4", "224.0.0.251:5353")
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	send := func(message []byte) {
		t.Helper()
		if _, err := conn.Write(message); err != nil {
			t.Fatal(err)
		}
	}
	a, err := NewAnnouncer(Announcement{Name: roomName, Pin: Pin{'p'}, Protocol: 1, Port: 7443}, Everywhere)
	if err != nil {
		t.Fatal(err)
	}
	serve(t, a.Serve)
	ours, f := search(t, Pin{'p'}, true), search(t, Pin{}, true)
	await(t, ours, "found", first("127.0.0.1:7443"))

	text := Announcement{Name: "Phòng khách. Lầu 2", Pin: Pin{'s'}, Protocol: 2}.text()
	broken := [][]byte{
		nil, {0}, make([]byte, 12), []byte("GET / HTTP/1.1\r\n\r\n"),
		announced("bye", 0, 9001, text...),
		announced("no text", 120, 9002),
		announced("empty text", 120, 9003, "", "", ""),
		announced("no pin", 120, 9004, "v=1", "n=UGg"),
		announced("no port", 120, 0, text...),
		announced("too long", 120, 9005, strings.Repeat("v", 255), "k=", "n="),
		announced("cut", 120, 9006, text...)[:80],
		newPacket().record(dnsName("_congso", "_tcp", "local"), typePTR, 120, nil).bytes(),
		newPacket().record([]byte{0xc0, 12}, typePTR, 120, []byte{0xc0, 12}).bytes(), // points at itself
	}
	// A question whose known answer is empty, as a responder may choke on it.
	question := newPacket().record(dnsName("_congso", "_tcp", "local"), typePTR, 120, nil)
	question.header[2], question.header[5] = 0, 1
	asked := append(dnsName("_congso", "_tcp", "local"), 0, typePTR, 0, 1)
	broken = append(broken, append(append(question.header[:], asked...), question.body...))

	strange := "Phòng \"họp\"\\. Số 1"
	greeted := func(all []Candidate) bool {
		for _, c := range all {
			if c.Address == "127.0.0.1:9000" {
				return c.Name == "Phòng khách. Lầu 2" && c.Pin == Pin{'s'} && c.Protocol == 2
			}
		}
		return false
	}
	// Each round has a new browser, which may just be coming: until one has heard it all.
	deadline := time.Now().Add(20 * time.Second)
	for !greeted(f.Candidates()) {
		if time.Now().After(deadline) {
			t.Fatalf("the stranger is not found: %+v", f.Candidates())
		}
		for _, message := range broken {
			send(message)
		}
		send(announced(strange, 120, 9000, text...))
		<-time.After(20 * time.Millisecond)
	}
	for _, c := range f.Candidates() {
		if c.Address != "127.0.0.1:9000" && c.Address != "127.0.0.1:7443" && c.Address != "[::1]:7443" {
			t.Errorf("believed: %+v", c)
		}
	}

	// More rooms than there can be: they are not all remembered, and ours stays.
	for i := range 500 {
		pin := Pin{'x', byte(i), byte(i >> 8)}
		send(announced(fmt.Sprint("flood", i), 120, 9100, "v=1", "k="+base64.RawURLEncoding.EncodeToString(pin[:])))
	}
	await(t, ours, "still found", first("127.0.0.1:7443"))
	await(t, f, "the flood is gone", func(all []Candidate) bool {
		if len(all) > maxSightings*maxAddresses {
			t.Fatalf("%d candidates", len(all))
		}
		return len(all) > 0 && all[0].Pin == Pin{'p'}
	})
	again := search(t, Pin{'p'}, true)
	await(t, again, "found by another", first("127.0.0.1:7443"))
}
