import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { deflateRawSync } from "node:zlib";
import { columnsOf } from "../../../src/data/columns.ts";
import { readRows } from "../../../src/data/read-rows.ts";

const folder = mkdtempSync(path.join(tmpdir(), "deepextension 表 "));
after(() => rmSync(folder, { recursive: true }));

/** A zip archive as a spreadsheet program writes it: each member packed, sizes in the directory. */
function zip(members: Record<string, string>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(members)) {
    const content = Buffer.from(text);
    const packed = deflateRawSync(content);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(8, 8);
    local.writeUInt32LE(packed.length, 18);
    local.writeUInt32LE(content.length, 22);
    local.writeUInt16LE(Buffer.byteLength(name), 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(content.length, 24);
    entry.writeUInt16LE(Buffer.byteLength(name), 28);
    entry.writeUInt32LE(offset, 42);
    parts.push(local, Buffer.from(name), packed);
    directory.push(entry, Buffer.from(name));
    offset += 30 + Buffer.byteLength(name) + packed.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(members).length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, listed, end]);
}

/** A workbook with one sheet, which is not called `sheet1.xml`. */
function workbook(rows: string, extra: Record<string, string> = {}): Buffer {
  return zip({
    "xl/workbook.xml": '<workbook><sheets><sheet name="数据" sheetId="7" r:id="rId3"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels":
      '<Relationships><Relationship Id="rId1" Target="styles.xml"/><Relationship Id="rId3" Target="worksheets/data.xml"/></Relationships>',
    "xl/worksheets/data.xml": `<worksheet><sheetData>${rows}</sheetData></worksheet>`,
    ...extra,
  });
}

test("a workbook: shared and own texts, numbers, truth, dates, gaps, formulas", async () => {
  const file = path.join(folder, "工单.xlsx");
  const rows =
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="inlineStr"><is><t>天</t></is></c><c r="D1" t="str"><v>sum</v></c><c r="E1" t="s"><v>2</v></c></row>' +
    '<row r="2"><c r="A2" t="s"><v>3</v></c><c r="B2"><v>1.5</v></c><c r="C2" s="1"><v>45413</v></c><c r="D2"><f>B2*2</f><v>3</v></c><c r="E2" t="b"><v>1</v></c></row>' +
    '<row r="3"/>' +
    '<row r="4"><c r="A4" t="inlineStr"><is><r><t>rich </t></r><r><t>text</t></r></is></c><c r="C4" s="2"><v>45413.5</v></c></row>';
  const bytes = workbook(rows, {
    "xl/sharedStrings.xml":
      '<sst><si><t>问题</t></si><si><t>price</t></si><si><t>ok</t></si><si><t xml:space="preserve">a &lt; b &amp; c&#10;d</t><rPh><t>x</t></rPh></si></sst>',
    "xl/styles.xml":
      '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy/m/d h:mm"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>',
  });
  writeFileSync(file, bytes);
  const read = await readRows(file);
  assert.deepEqual(read.problems, []);
  assert.deepEqual(read.rows, [
    { row: 2, value: { 问题: "a < b & c\nd", price: 1.5, 天: "2024-05-01", sum: 3, ok: true } },
    { row: 4, value: { 问题: "rich text", price: null, 天: "2024-05-01T12:00:00", sum: null, ok: null } },
  ]);
  assert.equal(read.bytes, bytes.length);
  assert.deepEqual(
    (await columnsOf(file))?.map(({ name }) => name),
    ["问题", "price", "天", "sum", "ok"],
  );
});

test("a workbook without a header, a torn one, and what only has its name are refused", async () => {
  const refused = async (name: string, bytes: Buffer) => {
    writeFileSync(path.join(folder, name), bytes);
    const { rows, problems } = await readRows(path.join(folder, name), { file: name });
    assert.deepEqual(rows, []);
    return problems.map(({ code }) => code);
  };
  const whole = workbook('<row r="1"><c r="A1"><v>1</v></c></row>');
  assert.deepEqual(await refused("empty.xlsx", workbook("")), ["table-header-missing"]);
  assert.deepEqual(await refused("torn.xlsx", whole.subarray(0, whole.length - 40)), ["table-damaged"]);
  assert.deepEqual(await refused("text.xlsx", Buffer.from("a,b\n1,2\n")), ["table-damaged"]);
  assert.deepEqual(await refused("text.parquet", Buffer.from("a,b\n1,2\n")), ["table-damaged"]);
});

test("a member that unpacks to more than it says is not unpacked", async () => {
  const bytes = workbook(`<row r="1"><c r="A1" t="inlineStr"><is><t>${"x".repeat(100_000)}</t></is></c></row>`);
  const name = Buffer.from("xl/worksheets/data.xml");
  // In the directory the size stands 22 bytes before the name.
  const entry = bytes.lastIndexOf(name) - 46;
  bytes.writeUInt32LE(1000, entry + 24);
  const file = path.join(folder, "bomb.xlsx");
  writeFileSync(file, bytes);
  assert.deepEqual(
    (await readRows(file)).problems.map(({ code }) => code),
    ["table-damaged"],
  );
});

const parquet = path.join(import.meta.dirname, "../../data/data/parquet");

test("Parquet: structs, lists and whole numbers in several compressions", async () => {
  const rowsOf = async (name: string) => {
    const { rows, problems } = await readRows(path.join(parquet, name));
    assert.deepEqual(problems, []);
    return rows;
  };
  assert.deepEqual(await rowsOf("struct_strings.parquet"), [
    { row: 1, value: { inner: { str_field: "hello", f64_field: null } } },
    { row: 2, value: { inner: { str_field: null, f64_field: 1.23 } } },
  ]);
  assert.deepEqual((await rowsOf("datapage_v2.snappy.parquet")).slice(0, 2), [
    { row: 1, value: { a: "abc", b: 1, c: 2, d: true, e: [1, 2, 3] } },
    { row: 2, value: { a: "abc", b: 2, c: 3, d: true, e: null } },
  ]);
  assert.deepEqual((await rowsOf("brotli_compressed.parquet"))[0]?.value, { c0: 1593604800, c1: "abc", v11: 42 });
  assert.deepEqual(
    (await columnsOf(path.join(parquet, "brotli_compressed.parquet")))?.map(({ name }) => name),
    ["c0", "c1", "v11"],
  );
});
