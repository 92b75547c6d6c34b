// Package rehearse (diễn tập) plays a fleet of devices against a room server, over real connections with
// real certificates and the devices' own side of sync, so that an office knows before a session whether
// its room holds: what each act takes, and whether anything that was acknowledged is lost.
package rehearse
