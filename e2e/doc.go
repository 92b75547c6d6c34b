// Package e2e holds the test of the whole product: server, clerk, delegates and hall as processes of
// their own with real windows, in a network that the test made itself.
package e2e
