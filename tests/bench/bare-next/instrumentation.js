/** Without this Next would take the product's own, further up. */
export function register() {}
