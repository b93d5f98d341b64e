import { assertEquals } from "@std/assert";
import { root } from "../../lib/system/paths.ts";
import { assertCurrentFile, assertCurrentPart } from "../support/current.ts";
import { findCircle, importGraph } from "./import_graph.ts";
import { rooms, wings } from "./rooms.ts";

const graph = await importGraph();
const roomOf = (file: string) => file.split("/").slice(0, -1).join("/");

Deno.test("every folder of lib is a room, and every room is a folder", () => {
  const found = new Set([...graph.keys()].map(roomOf).filter((folder) => folder !== ""));
  assertEquals([...found].sort(), rooms.toSorted());
});

Deno.test("a room imports only from the rooms below it", () => {
  const wrong = [...graph].flatMap(([file, targets]) =>
    targets.filter((target) => roomOf(file) !== "" && rooms.indexOf(roomOf(target)) > rooms.indexOf(roomOf(file)))
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

Deno.test("the command line and set-up load nothing that TensorFlow must be there for", async () => {
  const graph = await importGraph({ atOnce: true });
  const loaded = new Set<string>();
  const load = (file: string) => {
    if (loaded.has(file)) return;
    loaded.add(file);
    for (const target of graph.get(file) ?? []) load(target);
  };
  for (const file of ["cli.ts", "tools/setup/setup.ts"]) load(file);
  const allowed = ["backend/backend.ts", "backend/cuda.ts", "backend/start_up_lines.ts", "backend/device.ts"];
  const wrong = [...loaded].filter((file) => file.startsWith("tensorflow/"))
    .filter((file) => !allowed.some((name) => file.endsWith(name)));
  assertEquals(wrong, []);
});

Deno.test("a circle is found, with its files", () => {
  assertEquals(findCircle(new Map([["a", ["b"]], ["b", ["c"]], ["c", ["b"]]])), ["b", "c", "b"]);
});

for (const [index, { folder, holds, rooms = {} }] of wings.entries()) {
  Deno.test(`lib/${folder}/README.md says what the wing holds and what it may import`, async () => {
    const below = wings.slice(0, index).map(({ folder }) => folder).toReversed();
    const list = Object.entries(rooms).map(([room, holds]) => `- [${room}](${room}): ${holds}\n`).toReversed().join("");
    const own = list && `Its rooms, of which each imports only from those below it:\n\n${list}\n`;
    const may = below.length === 0 ? "nothing else of lib/" : `only from the wings below it: ${below.join(", ")}`;
    await assertCurrentFile(`${root}/lib/${folder}/README.md`, `${holds}\n\n${own}It imports ${may}.\n`);
  });
}

Deno.test("CONTRIBUTING.md has the map of wings and rooms", async () => {
  const lines = wings.toReversed().flatMap(({ folder, holds, rooms = {} }) => [
    `| **[${folder}](lib/${folder})** | | ${holds} |`,
    ...Object.entries(rooms).toReversed().map(([room, holds]) =>
      `| | [\`${room}\`](lib/${folder}/${room}) | ${holds} |`
    ),
  ]);
  const table = ["| wing, from the top | room | what it holds |", "| --- | --- | --- |", ...lines].join("\n");
  await assertCurrentPart(`${root}/CONTRIBUTING.md`, "map of wings", table);
});
