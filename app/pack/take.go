package pack

import (
	"context"
	"path"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/office"
)

// officeCodes are the faults that an office paper can be of, by what is wrong with it.
var officeCodes = map[office.Code]string{
	office.CodeNotInstalled: OfficeNotInstalled, office.CodeUnknown: OfficeUnknown, office.CodeDamaged: OfficeDamaged, office.CodeEncrypted: OfficeEncrypted,
	office.CodeMacros: OfficeMacros, office.CodeTooLarge: OfficeTooLarge, office.CodeTooSlow: OfficeTooSlow, office.CodeFailed: OfficeFailed,
}

// convert has a PDF made of an office paper, which becomes the original of its document. What is wrong with the paper
// is noted, so that all of that is heard of at once.
func convert(ctx context.Context, options Options, paper Paper, document *council.Document, found *notes) error {
	made, err := options.Convert(ctx, paper)
	if code, ofPaper := office.CodeOf(err); ofPaper {
		found.fault(remark(officeCodes[code], paper.Path))
		found.causes = append(found.causes, err)
		return nil
	}
	if err != nil {
		return err
	}
	document.Original = &council.Original{File: document.Blob, Size: document.Size, Name: path.Base(paper.Path)}
	document.Blob, document.Size, document.Pages = made.Blob, made.Size, made.Pages
	return nil
}

// Take reads the pack at path and hands it over: first every paper to store, and what is an office paper
// to options.Convert, then the session to submit, as one command. When any of them fails no session comes into being; papers that were
// stored by then belong to nothing and are seen by nobody.
func Take(ctx context.Context, path string, options Options, store func(context.Context, Paper) error, submit func(context.Context, council.Import) error) (Result, error) {
	opened, err := Open(path)
	if err != nil {
		return Result{}, err
	}
	defer opened.Close()
	result, err := Read(ctx, opened, options)
	if err != nil {
		return result, err
	}
	found := &notes{remarks: result.Remarks}
	for i, paper := range result.Papers {
		if err := store(ctx, paper); err != nil {
			return result, err
		}
		if paper.Office {
			if err := convert(ctx, options, paper, &result.Import.Documents[i], found); err != nil {
				return result, err
			}
		}
	}
	if err := found.err(); err != nil {
		return result, err
	}
	return result, submit(ctx, result.Import)
}
