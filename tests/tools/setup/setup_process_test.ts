import { dirname } from "node:path";
import { TextReader, Uint8ArrayWriter, ZipWriter } from "@zip.js/zip.js";
import { assert, assertEquals, assertMatch, assertRejects, assertStringIncludes, assertThrows } from "@std/assert";
import { buildBeside, exists, linkTarget, linkTo, removePartials, writeWhole } from "../../../lib/system/files.ts";
import { kernelSpecification, userKernelFolder } from "../../../lib/tools/jupyter/kernel.ts";
import { keptDeno, root, setupFolder, versions } from "../../../lib/system/paths.ts";
import { type Platform, requireDiskSpace, requireSupported } from "../../../lib/system/platform.ts";
import {
  findPython,
  installLocked,
  installProblem,
  lockedNames,
  lockedPackage,
  wheelLock,
} from "../../../lib/tools/setup/python_environment.ts";
import { clean, removable } from "../../../lib/tools/setup/clean.ts";
import { runCommand, runPython } from "../../../lib/system/run_command.ts";
import { inFolder } from "../../support/in_folder.ts";
import { textTable } from "../../../lib/system/text_table.ts";

const linux: Platform = { os: "linux", arch: "x86_64", glibc: "2.36", freeBytes: 50e9 };

Deno.test("what is built beside is whole or not there", () =>
  inFolder(async (folder) => {
    const place = `${folder}/part`;
    const failing = buildBeside(place, async (partial) => {
      await Deno.mkdir(partial);
      await Deno.writeTextFile(`${partial}/half`, "");
      throw new Error("cut");
    });
    await assertRejects(() => failing, Error, "cut");
    assertEquals([...Deno.readDirSync(folder)], []);

    let builds = 0;
    const build = async (partial: string) => {
      builds++;
      await Deno.writeTextFile(partial, "whole");
    };
    await buildBeside(place, build);
    await buildBeside(place, build);
    assertEquals([builds, await Deno.readTextFile(place)], [1, "whole"]);
  }));

Deno.test("sweep removes what a killed build left, and nothing else", () =>
  inFolder(async (folder) => {
    await Deno.mkdir(`${folder}/part.partial/deep`, { recursive: true });
    await Deno.writeTextFile(`${folder}/whole`, "");
    await removePartials(folder);
    assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name), ["whole"]);
  }));

Deno.test("a link is moved to another target, and one that points nowhere does not exist", () =>
  inFolder(async (folder) => {
    await linkTo(`${folder}/link`, `${folder}/nowhere`);
    assertEquals(await exists(`${folder}/link`), false);
    await Deno.writeTextFile(`${folder}/file`, "");
    await linkTo(`${folder}/link`, `${folder}/file`);
    assertEquals([await linkTarget(`${folder}/link`), await exists(`${folder}/link`)], [`${folder}/file`, true]);
    assertEquals(await linkTarget(`${folder}/file`), undefined);
    assertEquals([await writeWhole(`${folder}/file`, "a"), await writeWhole(`${folder}/file`, "a")], [true, false]);
  }));

Deno.test("unsupported platforms get one sentence that says what to do", () => {
  requireSupported(linux);
  requireSupported({ ...linux, arch: "aarch64" });
  requireSupported({ os: "darwin", arch: "aarch64", freeBytes: 50e9 });
  const refused: [Partial<Platform>, string][] = [
    [{ os: "windows" }, "install WSL2"],
    [{ os: "freebsd" }, "use Linux"],
    [{ os: "darwin", glibc: undefined }, "macOS on Intel is not supported"],
    [{ glibc: "musl" }, "use Debian, Ubuntu or Fedora"],
    [{ glibc: "2.9" }, "glibc 2.9, and TensorFlow needs 2.27 or newer"],
  ];
  for (const [change, error] of refused) assertThrows(() => requireSupported({ ...linux, ...change }), Error, error);
});

Deno.test("too little disk space is said before anything is downloaded", () => {
  requireDiskSpace(linux, "cpu");
  assertThrows(
    () => requireDiskSpace({ ...linux, freeBytes: 1.5e9 }, "cpu"),
    Error,
    "needs about 3.0 GB of disk space",
  );
  assertThrows(() => requireDiskSpace({ ...linux, freeBytes: 5e9 }, "cuda"), Error, "5.0 GB are free");
});

Deno.test("the wheels that set-up unpacks are locked, in the versions that it is for, each file by its SHA-256", async () => {
  const lock = await Deno.readTextFile(wheelLock);
  assertEquals(lockedNames(lock).filter((name) => !name.startsWith("nvidia-")), [
    "tensorflow",
    "tensorflow-cpu",
    "ziglang",
  ]);
  for (const [name, version] of [["tensorflow-cpu", versions.tensorflow], ["ziglang", versions.ziglang]]) {
    assertMatch(
      lockedPackage(lock, name),
      new RegExp(`^${name}==${version} .*\\n( {4}--hash=sha256:[0-9a-f]{64}.*\\n)+$`),
    );
  }
  assert(lockedNames(lock).filter((name) => name.startsWith("nvidia-")).length > 8);
  assertThrows(() => lockedPackage(lock, "numpy"), Error, "numpy is not locked: see CONTRIBUTING.md.");
  for (const folder of [root, `${root}/lib/tools/sweep`, `${root}/lib/tools/bench`]) {
    const requirements = await Deno.readTextFile(`${folder}/requirements.txt`);
    for (const name of lockedNames(requirements)) lockedPackage(requirements, name);
  }
});

Deno.test("a wheel that is not the locked file is refused by one sentence, and the locked one is installed with its programs", () =>
  inFolder(async (folder) => {
    const writer = new ZipWriter(new Uint8ArrayWriter());
    const files = {
      "demo/bin/program": "#!/bin/sh",
      "demo-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n",
      "demo-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
      "demo-1.0.dist-info/RECORD": "demo/bin/program,,\ndemo-1.0.dist-info/RECORD,,\n",
    };
    for (const [name, text] of Object.entries(files)) {
      await writer.add(name, new TextReader(text), { unixMode: name.includes("bin") ? 0o755 : 0o644 });
    }
    const bytes = await writer.close();
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes.slice())).toHex();
    const lock = `${folder}/lock.txt`;
    const writeLock = (sha256: string) => Deno.writeTextFile(lock, `demo==1.0 \\\n    --hash=sha256:${sha256}\n`);
    const index = { UV_NO_INDEX: "1", UV_FIND_LINKS: folder };
    try {
      for (const [name, value] of Object.entries(index)) Deno.env.set(name, value);
      await Deno.writeFile(`${folder}/demo-1.0-py3-none-any.whl`, bytes);
      await writeLock(`${hash.slice(0, -1)}${hash.endsWith("0") ? "1" : "0"}`);
      const install = () => installLocked(["demo"], `${folder}/out`, { lock });
      await assertRejects(install, Error, "demo could not be installed: a file has another SHA-256 (");
      assertEquals(await exists(`${folder}/out/demo`), false);
      await writeLock(hash);
      await install();
      assertEquals((Deno.statSync(`${folder}/out/demo/bin/program`).mode! & 0o100) !== 0, true);
    } finally {
      for (const name of Object.keys(index)) Deno.env.delete(name);
    }
  }));

Deno.test("Jupyter keeps its files inside of the checkout", async () => {
  const { output } = await runPython(["-m", "jupyter", "--paths", "--json"]);
  const { config, data, runtime } = JSON.parse(output);
  for (const [first] of [config, data, runtime]) assertStringIncludes(first, root);
});

Deno.test("clean finds what was made, with sizes, and leaves what git keeps and the data", () =>
  inFolder(async (folder) => {
    const files = [
      "data/setup/device",
      "data/cache/a.parquet",
      "data/hapt.zip",
      "reports/README.md",
      "reports/04.html",
    ];
    for (const file of [...files, "reports/kept.html", "reports/runs/own/run.json", "notebooks/kept/batch.jsonl"]) {
      await Deno.mkdir(dirname(`${folder}/${file}`), { recursive: true });
      await Deno.writeTextFile(`${folder}/${file}`, "12345");
    }
    await Deno.symlink(`${folder}/data/setup`, `${folder}/.venv`);
    for (const args of [["init", "--quiet"], ["add", "reports/README.md", "reports/kept.html"]]) {
      assert((await runCommand("git", args, { cwd: folder })).success);
    }
    const names = async (keepRuns: boolean) =>
      (await removable({ folder, keepRuns })).flatMap(({ paths }) => paths).map((path) =>
        path.slice(folder.length + 1)
      );
    const without = ["data/setup", ".venv", "data/cache", "reports/04.html"];
    assertEquals(await names(true), without);
    assertEquals(await names(false), [...without, "reports/runs/own"]);
    const all = await removable({ folder });
    assertEquals(all.find(({ what }) => what.startsWith("windows"))?.bytes, 5);
    await clean(all);
    assertEquals(await removable({ folder }), []);
    for (const file of ["data/hapt.zip", "reports/README.md", "reports/kept.html", "notebooks/kept/batch.jsonl"]) {
      assert(await exists(`${folder}/${file}`), file);
    }
  }));

Deno.test("a Python that is named but does not run is said", () =>
  inFolder(async (folder) => {
    const python = Deno.env.get("PYTHON");
    const pretend = async (name: string, script: string) => {
      await Deno.writeTextFile(`${folder}/${name}`, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
      Deno.env.set("PYTHON", `${folder}/${name}`);
    };
    try {
      Deno.env.set("PYTHON", `${folder}/none`);
      await assertRejects(findPython, Error, "which does not run");
      await pretend("old", "echo /old/python; echo False");
      await assertRejects(findPython, Error, "/old/python is older than Python 3.10");
      await pretend("bare", `case "$2" in *ensurepip*) exit 1;; *) echo $0; echo True;; esac`);
      await assertRejects(findPython, Error, "apt install python3-venv");
    } finally {
      if (python === undefined) Deno.env.delete("PYTHON");
      else Deno.env.set("PYTHON", python);
    }
  }));

Deno.test("an installer's failures become one sentence", () => {
  const network = installProblem("x", "error: Request failed\n  cause: dns error");
  assertStringIncludes(network, "x could not be installed: the package index cannot be reached: check the network");
  const other = installProblem("x", "ERROR: No matching distribution found for x==1");
  assertEquals(other, "x could not be installed: No matching distribution found for x==1.");
});

Deno.test("the kernel starts this very Deno, kept apart from any cache, quietly", async () => {
  const { argv, env, language } = JSON.parse(kernelSpecification());
  assertEquals(argv.slice(0, 3), [keptDeno, "jupyter", "--kernel"]);
  assertStringIncludes((await runCommand(argv[0], ["--version"])).output, `deno ${Deno.version.deno} `);
  assertEquals(await Deno.realPath(`${setupFolder}/deno`), await Deno.realPath(keptDeno));
  assertEquals([env.TF_CPP_MIN_LOG_LEVEL, language], ["2", "typescript"]);
  assertStringIncludes(userKernelFolder(), "/kernels/deno");
});

Deno.test("run gives output and code, and a missing command is a failure", async () => {
  const lines: string[] = [];
  const { code, output } = await runCommand("sh", ["-c", "echo one; sleep 0.05; echo two >&2; exit 3"], {
    onLine: (line) => lines.push(line),
  });
  assertEquals([code, output, lines], [3, "one\ntwo", ["one", "two"]]);
  assertEquals((await runCommand("no-such-command", [])).success, false);
});

Deno.test("textTable aligns its columns", () => {
  assertEquals(textTable([{ a: "1", b: "xx" }, { a: "333", b: "y" }]), "a    b\n---  --\n1    xx\n333  y");
});

Deno.test("a set-up waits until another in the same checkout has ended", async () => {
  const other = await Deno.open(`${setupFolder}/lock`, { create: true, write: true });
  await other.lock(true);
  const lines: string[] = [];
  const waiting = Promise.withResolvers<void>();
  const onLine = (line: string) => {
    lines.push(line);
    waiting.resolve();
  };
  const second = runCommand(Deno.execPath(), ["run", "-A", "lib/cli.ts", "setup"], { cwd: root, onLine });
  try {
    await Promise.race([waiting.promise, second]);
    const ended = await Promise.race([second, new Promise((wake) => setTimeout(wake, 300, "waits"))]);
    assertEquals([ended, lines], ["waits", ["Another set-up is at work in this checkout: waiting for it."]]);
  } finally {
    other.close();
  }
  assertEquals((await second).success, true);
});
