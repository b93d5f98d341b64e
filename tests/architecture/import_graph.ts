import { pathToFileURL } from "node:url";
import { filesUnder } from "../../lib/system/files.ts";
import { root } from "../../lib/system/paths.ts";

/** The files of the library that a file imports. */
export type ImportGraph = Map<string, string[]>;

interface Dependency {
  code?: { specifier: string };
  isDynamic?: boolean;
  type?: { specifier: string };
}

/**
 * Returns the imports of every file in lib/, as `deno info` tells them; paths are those inside lib/. Types and modules
 * that load later are among them, unless only what loads `atOnce` is asked for.
 */
export async function importGraph({ atOnce = false } = {}): Promise<ImportGraph> {
  const files = (await filesUnder(`${root}/lib`)).filter((path) => path.endsWith(".ts"));
  const entry = await Deno.makeTempFile({ suffix: ".ts" });
  await Deno.writeTextFile(entry, files.map((file) => `import "${pathToFileURL(file)}";\n`).join(""));
  const args = ["info", "--json", `--config=${root}/deno.json`, entry];
  const { stdout } = await new Deno.Command(Deno.execPath(), { args, cwd: root }).output();
  await Deno.remove(entry);
  const { modules } = JSON.parse(new TextDecoder().decode(stdout)) as {
    modules: { specifier: string; dependencies?: Dependency[] }[];
  };
  const lib = pathToFileURL(`${root}/lib/`).href;
  const inLib = (specifier = "") => specifier.startsWith(lib);
  const short = (specifier: string) => specifier.slice(lib.length);
  return new Map(
    modules.filter(({ specifier }) => inLib(specifier)).map(({ specifier, dependencies = [] }) => {
      const all = dependencies.filter(({ isDynamic }) => !atOnce || !isDynamic)
        .flatMap(({ code, type }) => [code?.specifier, atOnce ? undefined : type?.specifier]);
      return [short(specifier), [...new Set(all.filter(inLib).map((target) => short(target!)))]];
    }),
  );
}

/** Returns a circle of files that import each other, or undefined where there is none. */
export function findCircle(graph: ImportGraph): string[] | undefined {
  const done = new Set<string>();
  const visit = (file: string, path: string[]): string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const target of graph.get(file) ?? []) {
      const circle = visit(target, [...path, file]);
      if (circle) return circle;
    }
    done.add(file);
  };
  for (const file of graph.keys()) {
    const circle = visit(file, []);
    if (circle) return circle;
  }
}
