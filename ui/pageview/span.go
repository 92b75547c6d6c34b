package pageview

// TextSpan is where what is written begins and ends on the pages of a paper, in parts of their width.
type TextSpan struct{ Left, Right float32 }

// UsualSpan is that of a paper whose words are not known: the margins of Nghị định 30/2020/NĐ-CP, 30 and 15 of
// 210 millimetres.
var UsualSpan = TextSpan{30.0 / 210, 195.0 / 210}
