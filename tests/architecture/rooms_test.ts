import { assertEquals } from "@std/assert";
import { root } from "../../lib/system/paths.ts";
import { assertCurrentFile, assertCurrentPart } from "../support/current.ts";
import { findCircle, importGraph } from "./import_graph.ts";
import { rooms } from "./rooms.ts";

const graph = await importGraph();
const folders = rooms.map(({ folder }) => folder);
const roomOf = (file: string) => file.split("/").slice(0, -1).join("/");

Deno.test("every folder of lib is a room, and every room is a folder", () => {
  const found = new Set([...graph.keys()].map(roomOf).filter((folder) => folder !== ""));
  assertEquals([...found].sort(), folders.toSorted());
});

Deno.test("a room imports only from the rooms below it", () => {
  const wrong = [...graph].flatMap(([file, targets]) =>
    targets.filter((target) => roomOf(file) !== "" && folders.indexOf(roomOf(target)) > folders.indexOf(roomOf(file)))
      .map((target) => `lib/${file} imports lib/${target}, which is in a room above it`)
  );
  assertEquals(wrong, []);
});

Deno.test("the files at the top, lib/mod.ts and lib/cli.ts, are imported by no room", () => {
  const wrong = [...graph].flatMap(([file, targets]) =>
    targets.filter((target) => roomOf(target) === "").map((target) => `lib/${file} imports lib/${target}`)
  );
  assertEquals(wrong, []);
});

Deno.test("no files import each other in a circle, types included", () => {
  assertEquals(findCircle(graph), undefined);
});

Deno.test("a circle is found, with its files", () => {
  assertEquals(findCircle(new Map([["a", ["b"]], ["b", ["c"]], ["c", ["b"]]])), ["b", "c", "b"]);
});

for (const [index, { folder, holds }] of rooms.entries()) {
  Deno.test(`lib/${folder}/README.md says what the room holds and what it may import`, async () => {
    const below = folders.slice(0, index).toReversed();
    const may = below.length === 0 ? "nothing else of lib/" : `only from the rooms below it: ${below.join(", ")}`;
    await assertCurrentFile(`${root}/lib/${folder}/README.md`, `${holds}\n\nIt imports ${may}.\n`);
  });
}

Deno.test("CONTRIBUTING.md has the map of rooms", async () => {
  const lines = rooms.toReversed().map(({ folder, holds }) => `| [\`${folder}\`](lib/${folder}) | ${holds} |`);
  const table = ["| room, from the top | what it holds |", "| --- | --- |", ...lines].join("\n");
  await assertCurrentPart(`${root}/CONTRIBUTING.md`, "map of rooms", table);
});
