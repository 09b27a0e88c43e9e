/** A map that counts how often somebody went through all of it. */
export class CountingMap<K, V> extends Map<K, V> {
  walks = 0;

  override [Symbol.iterator](): MapIterator<[K, V]> {
    this.walks += 1;
    return super[Symbol.iterator]();
  }
}
