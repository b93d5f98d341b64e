/** What a server of {@link withServer} does with one connection: it may write anything, and closes it in the end. */
export type Answer = (request: string, send: (data: string | Uint8Array) => Promise<void>) => Promise<void> | void;

/**
 * Serves HTTP by hand on a free port of this machine, so that it can break all rules: the n-th connection gets the
 * n-th answer, and later ones the last. Runs a test with its address and returns the requests that came.
 */
export async function withServer(answers: Answer[], test: (url: string) => Promise<void>): Promise<string[]> {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const requests: string[] = [];
  const connections = new Set<Deno.Conn>();
  const serve = async (connection: Deno.Conn) => {
    connections.add(connection);
    const buffer = new Uint8Array(8192);
    let request = "";
    while (!request.includes("\r\n\r\n")) {
      const count = await connection.read(buffer);
      if (count === null) return;
      request += new TextDecoder().decode(buffer.subarray(0, count));
    }
    const answer = answers[Math.min(requests.length, answers.length - 1)];
    requests.push(request);
    await answer(request, async (data) => {
      const bytes = typeof data === "string" ? new TextEncoder().encode(data) : data;
      for (let sent = 0; sent < bytes.length;) sent += await connection.write(bytes.subarray(sent));
    });
    if (connections.delete(connection)) connection.close();
  };
  const accepting = (async () => {
    for await (const connection of listener) serve(connection).catch(() => {});
  })();
  try {
    await test(`http://127.0.0.1:${(listener.addr as Deno.NetAddr).port}/archive.zip`);
  } finally {
    listener.close();
    await accepting;
    for (const connection of connections) connection.close();
    connections.clear();
  }
  return requests;
}
