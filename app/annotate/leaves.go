package annotate

import "errors"

// leaf is a page of a paper.
type leaf struct {
	at    ref
	page  dict
	frame frame
}

var errPages = errors.New("no pages")

// inherited are what a page takes over from the nodes above it, of what matters here (ISO 32000-1, 7.7.3.4).
type inherited struct{ media, crop, rotate any }

func (i inherited) below(node dict) inherited {
	for _, one := range []struct {
		key  name
		into *any
	}{{"MediaBox", &i.media}, {"CropBox", &i.crop}, {"Rotate", &i.rotate}} {
		if value := node.get(one.key); value != nil {
			*one.into = value
		}
	}
	return i
}

// leaves walks the tree of pages, in order. What its nodes claim to count is not believed.
func (d *document) leaves() ([]leaf, error) {
	top, is := d.root().get("Pages").(ref)
	if !is {
		return nil, errPages
	}
	var all []leaf
	seen := map[int]bool{}
	var walk func(at ref, above inherited, depth int) error
	walk = func(at ref, above inherited, depth int) error {
		if seen[at.number] || depth > deepest {
			return nil // a tree that bites its tail
		}
		value, err := d.object(at)
		if err != nil && !d.mended {
			return err
		}
		node, is := value.(dict)
		if !is {
			return nil
		}
		below := above.below(node)
		kids, is := d.resolve(node.get("Kids")).(array)
		if !is {
			if node.get("Type") == name("Pages") {
				return nil
			}
			if len(all) >= maxPages {
				return errSize
			}
			all = append(all, leaf{at, node, d.frameOf(below)})
			return nil
		}
		seen[at.number] = true
		for _, kid := range kids {
			if at, is := kid.(ref); is {
				if err := walk(at, below, depth+1); err != nil {
					return err
				}
			}
		}
		return nil
	}
	if err := walk(top, inherited{}, 0); err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, errPages
	}
	return all, nil
}

// annotations are those that a page has already.
func (d *document) annotations(page dict) (array, error) {
	value := page.get("Annots")
	if at, is := value.(ref); is {
		var err error
		if value, err = d.object(at); err != nil {
			return nil, err
		}
	}
	old, _ := value.(array)
	return append(array{}, old...), nil
}

// forbidden tells whether a signer who certified the paper allows no annotations (ISO 32000-1, 12.8.2.2).
func (d *document) forbidden() bool {
	rights, _ := d.resolve(d.root().get("Perms")).(dict)
	signature, _ := d.resolve(rights.get("DocMDP")).(dict)
	references, _ := d.resolve(signature.get("Reference")).(array)
	for _, one := range references {
		about, _ := d.resolve(one).(dict)
		if about.get("TransformMethod") != name("DocMDP") {
			continue
		}
		parameters, _ := d.resolve(about.get("TransformParams")).(dict)
		if permission, ok := whole(d.resolve(parameters.get("P"))); !ok || permission < 3 {
			return true
		}
	}
	return false
}
