/**
 * Lines that TensorFlow prints at its start whatever they are told, and that no reader can act
 * on. That there is no GPU is one: TensorFlow's CUDA build calls it an error where another device was asked for.
 */
const startUpLine =
  /^(WARNING: All log messages before absl|I\d{4} |\d{4}-\d\d-\d\d [\d:.]+: I |E\d{4} .*CUDA_ERROR_NO_DEVICE)/;

/**
 * Runs the start of a library with standard error led aside, then prints of it what is not mere information: warnings
 * and errors stay. Libraries write from C++, so nothing less than the file descriptor will do.
 */
export async function withoutStartUpLines<T>(start: () => Promise<T>): Promise<T> {
  const libc = Deno.dlopen(Deno.build.os === "darwin" ? "libSystem.B.dylib" : "libc.so.6", {
    dup: { parameters: ["i32"], result: "i32" },
    dup2: { parameters: ["i32", "i32"], result: "i32" },
    creat: { parameters: ["buffer", "u32"], result: "i32" },
    close: { parameters: ["i32"], result: "i32" },
  });
  const { dup, dup2, creat, close } = libc.symbols;
  const aside = await Deno.makeTempFile({ prefix: "tensorflow-start-" });
  const standardError = dup(2);
  const file = creat(new TextEncoder().encode(`${aside}\0`), 0o600);
  dup2(file, 2);
  try {
    return await start();
  } finally {
    dup2(standardError, 2);
    close(standardError);
    close(file);
    libc.close();
    const lines = (await Deno.readTextFile(aside)).split("\n").filter((line) => line !== "" && !startUpLine.test(line));
    for (const line of lines) console.error(line);
    await Deno.remove(aside);
  }
}
