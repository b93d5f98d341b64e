import { grown, soak, type SoakSample } from "../bench/soak.ts";

/**
 * Prints what the process holds about once a minute, and at the end whether anything grew. Throws one sentence if
 * something did.
 */
export async function soakCommand({ minutes }: { minutes: number }): Promise<void> {
  console.log(`For ${minutes} minutes: train, stop, resume, predict, and a sweep with a killed worker once a minute.`);
  let told = 0;
  const samples = await soak({
    minutes,
    onSample(sample) {
      if (sample.minutes - told < 1) return;
      told = sample.minutes;
      console.log(line(sample));
    },
  });
  const problems = grown(samples);
  if (problems.length > 0) throw new Error(problems.join(" "));
  console.log(`${samples.length} rounds. ${line(samples.at(-1)!)}. Nothing grew after the first third.`);
}

function line({ minutes, resident, openFiles, tensors, leftFiles }: SoakSample): string {
  const files = openFiles === undefined ? "" : `, ${openFiles} open files`;
  return `${minutes.toFixed(1)} min: ${
    (resident / 1e6).toFixed(0)
  } MB${files}, ${tensors} tensors, ${leftFiles} files left`;
}
