type SignOutFormProps = { label: string; isEverywhere?: boolean; isPrimary?: boolean };

/** A plain form: it works whatever has become of the scripts. */
export function SignOutForm({ label, isEverywhere = false, isPrimary = false }: SignOutFormProps) {
  return (
    <form method="post" action="/v1/account/sign-out">
      {isEverywhere && <input type="hidden" name="everywhere" value="true" />}
      <button type="submit" className={`button ${isPrimary ? "button-primary" : ""}`}>
        {label}
      </button>
    </form>
  );
}
