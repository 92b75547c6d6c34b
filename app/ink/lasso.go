package ink

// Lasso (vòng chọn) is a closed line around what shall be chosen; its last point joins its first.
type Lasso []Point

// Holds reports whether at least a share (0 to 1) of the points of the stroke lie inside. What a lasso winds
// around, in either direction, is inside (non-zero winding), so that one that crosses itself still chooses. A
// point on the line itself may count as either. O(points of the lasso × points of the stroke).
func (l Lasso) Holds(s Stroke, share float64) bool {
	if len(s.Points) == 0 || len(l) < 3 {
		return false
	}
	inside := 0
	for _, p := range s.Points {
		if l.around(p) {
			inside++
		}
	}
	return float64(inside) >= share*float64(len(s.Points)) && inside > 0
}

func (l Lasso) around(p Point) bool {
	winding := 0
	for i, a := range l {
		b := l[(i+1)%len(l)]
		turn := (int64(b.X)-int64(a.X))*(int64(p.Y)-int64(a.Y)) - (int64(b.Y)-int64(a.Y))*(int64(p.X)-int64(a.X))
		switch {
		case a.Y <= p.Y && b.Y > p.Y && turn > 0:
			winding++
		case a.Y > p.Y && b.Y <= p.Y && turn < 0:
			winding--
		}
	}
	return winding != 0
}
