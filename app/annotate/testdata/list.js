// Lists the annotations of a paper, page by page, as pdf.js finds them, and whether it draws them.
const pdfjs = require("pdfjs-dist/build/pdf.js");
const fs = require("fs");

(async () => {
  const data = new Uint8Array(fs.readFileSync(process.argv[2]));
  const paper = await pdfjs.getDocument({ data, disableFontFace: true, verbosity: 0 }).promise;
  const pages = [];
  for (const number of process.argv.slice(3).map(Number)) {
    const page = await paper.getPage(number);
    const drawn = await page.getOperatorList();
    const all = (await page.getAnnotations()).map((a) => ({
      Subtype: a.subtype,
      Author: a.titleObj ? a.titleObj.str : "",
      Contents: a.contentsObj ? a.contentsObj.str : "",
      Rect: a.rect,
      Drawn: a.hasAppearance,
      Quads: a.quadPoints ? a.quadPoints.length : 0,
      Strokes: a.inkLists ? a.inkLists.length : 0,
    }));
    const begun = drawn.fnArray.filter((f) => f === pdfjs.OPS.beginAnnotation).length;
    pages.push({ Annotations: all, Begun: begun, View: page.view, Rotate: page.rotate });
  }
  const info = await paper.getMetadata();
  console.log(JSON.stringify({ Count: paper.numPages, Title: info.info.Title || "", Pages: pages }));
})().catch((e) => {
  console.error(String(e));
  process.exit(1);
});
