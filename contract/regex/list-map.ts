/** Several values for each key, in the order in which they were added. */
export class ListMap<Key, Value> extends Map<Key, Value[]> {
  add(key: Key, value: Value): void {
    const list = this.get(key);
    if (list) list.push(value);
    else this.set(key, [value]);
  }
}
