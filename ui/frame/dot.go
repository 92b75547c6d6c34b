package frame

import "congso.vn/congso/ui/kit"

// DotColor is the colour of the dot beside the words of a link.
func DotColor(state connection) kit.Color {
	switch state {
	case Connected:
		return kit.Online
	case Connecting:
		return kit.Gold
	}
	return kit.LineControl
}
