import { assertEquals, assertRejects } from "@std/assert";
import { checkKnownChecksum } from "../../../lib/data/archives/archive_sources.ts";
import { inFolder } from "../../support/in_folder.ts";

Deno.test("the first use records an archive's checksum, and another archive in its place is refused", () =>
  inFolder(async (folder) => {
    const path = `${folder}/a.zip`;
    await Deno.writeTextFile(path, "anything");
    await checkKnownChecksum(path, "aa11", folder);
    assertEquals(await Deno.readTextFile(`${path}.sha256`), "aa11  a.zip\n");
    await checkKnownChecksum(path, "aa11", folder);
    await assertRejects(
      () => checkKnownChecksum(path, "bb22", folder),
      Error,
      `${path} is not the archive that was first used here: its SHA-256 is bb22, and ${path}.sha256 says aa11.`,
    );
  }));

Deno.test("nothing is recorded of archives elsewhere", () =>
  inFolder(async (folder) => {
    const path = `${folder}/a.zip`;
    await Deno.writeTextFile(path, "anything");
    await Deno.mkdir(`${folder}/data`);
    await checkKnownChecksum(path, "aa11", `${folder}/data`);
    assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name).sort(), ["a.zip", "data"]);
  }));
