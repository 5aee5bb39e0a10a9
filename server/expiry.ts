/** The condition under which something that may expire has not, or never does. */
export const unexpired = () => ({
  OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }],
});
