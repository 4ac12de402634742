/// Compiled once, against the first API; see CompatibilityIT.
module org.example.first {
  requires io.steward.api;

  provides io.steward.api.MethodHandler with
      org.example.first.Harbour,
      org.example.first.HarbourLog;
  provides io.steward.api.Source with
      org.example.first.Buoy;
}
