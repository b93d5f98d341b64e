/** Windows of a file, as arrays of all of them one after another. */
export interface FileOfWindows {
  /** How the file is called in the sentence. */
  name: string;
  columns: Float32Array[];
  windowLength: number;
}

/** A window's place in its file. */
interface Place {
  file: FileOfWindows;
  row: number;
}

/** Returns a sentence if windows are copies of others, sample for sample; undefined if none is. */
export function copiesNote(path: string, files: FileOfWindows[]): string | undefined {
  const seen = new Map<number, Place[]>();
  let [copies, first] = [0, ""];
  for (const file of files) {
    for (let row = 0; row * file.windowLength < file.columns[0].length; row++) {
      const place = { file, row };
      const mark = markOf(place);
      const alike = seen.get(mark);
      const original = alike?.find((other) => isCopy(place, other));
      if (original && ++copies === 1) first = `${inWords(place)}, is the window of ${inWords(original)}`;
      if (alike) alike.push(place);
      else seen.set(mark, [place]);
    }
  }
  if (copies === 0) return undefined;
  return `${path}: ${
    copies === 1 ? "1 window is a copy" : `${copies} windows are copies`
  } of another; the first, ${first}.`;
}

/** Returns a number that is the same for copies, and rarely for others: windows need not be compared each with each. */
function markOf({ file: { columns, windowLength }, row }: Place): number {
  return columns.reduce((mark, column, index) => 3 * mark + column[row * windowLength + index], 0);
}

function isCopy(one: Place, other: Place): boolean {
  const { windowLength } = one.file;
  return one.file.columns.every((column, index) => {
    const others = other.file.columns[index];
    for (let n = 0; n < windowLength; n++) {
      if (column[one.row * windowLength + n] !== others[other.row * windowLength + n]) return false;
    }
    return true;
  });
}

function inWords({ file, row }: Place): string {
  return `${file.name}, line ${row + 1}`;
}
