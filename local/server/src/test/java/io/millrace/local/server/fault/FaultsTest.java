package io.millrace.local.server.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.protocol.error.ErrorCode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FaultsTest {
  private final Faults faults = new Faults();

  @Test
  void happenAsOftenAsTheySayInTheOrderTheyWereAdded() {
    faults.inject(Fault.error("PutRow", "OTSServerBusy").times(2));
    faults.inject(Fault.dropReply("PutRow"));
    faults.inject(Fault.delay("GetRow", Duration.ofMillis(5)));

    assertThat(faults.next("PutRow")).map(Fault::errorCode).contains("OTSServerBusy");
    assertThat(faults.next("GetRow")).map(Fault::delay).contains(Duration.ofMillis(5));
    assertThat(faults.next("GetRow")).isEmpty();
    assertThat(faults.next("PutRow")).map(Fault::errorCode).contains("OTSServerBusy");
    assertThat(faults.next("PutRow")).map(Fault::dropReply).contains(true);
    assertThat(faults.next("PutRow")).isEmpty();
    assertThat(faults.happened()).isEqualTo(4);
    assertThat(faults.pending()).isEmpty();
  }

  @Test
  void aFaultOfAnyOperationHappensToTheNextRequest() {
    faults.inject(Fault.dropReply(Fault.ANY));
    assertThat(faults.next("tunnel/readrecords")).isPresent();
  }

  @Test
  void anErrorHasTheStatusOfItsCode() {
    assertThat(Faults.errorOf(Fault.error("PutRow", "OTSServerBusy")).httpStatus()).isEqualTo(503);
    assertThat(Faults.errorOf(Fault.error("PutRow", "OTSTunnelExpired")).httpStatus())
        .isEqualTo(400);
  }

  @Test
  void anErrorIsInTheServicesWordsUnlessOthersAreGiven() {
    assertThat(Faults.errorOf(Fault.error("PutRow", "OTSServerBusy")))
        .hasMessage("Server is busy.");
    assertThat(Faults.errorOf(Fault.error("CreateTable", "OTSQuotaExhausted")))
        .hasMessage("Too frequent table operations.");
    assertThat(Faults.errorOf(Fault.error("GetRow", "OTSTableNotReady")))
        .hasMessage("The table is not ready.");
    Fault own = new Fault("PutRow", 1, "OTSServerBusy", "Later.", Duration.ZERO, false);
    assertThat(Faults.errorOf(own)).hasMessage("Later.");
    for (ErrorCode code : ErrorCode.values()) {
      assertThat(Faults.errorOf(Fault.error("PutRow", code.code())).code()).isEqualTo(code.code());
    }
  }

  @Test
  void refusesWhatCannotHappen() {
    assertThatThrownBy(() -> faults.inject(Fault.error("PutRow", "Busy")))
        .hasMessage("Unknown error code Busy: use one of the service's, such as OTSServerBusy.");
    assertThatThrownBy(() -> Fault.dropReply("PutRow").times(0))
        .hasMessage("A fault happens at least once, not 0 times.");
    assertThatThrownBy(() -> Fault.delay("PutRow", Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Fault("PutRow", 1, null, null, Duration.ZERO, false))
        .hasMessage("A fault needs an error, a delay or a dropped reply.");
    assertThat(faults.pending()).isEmpty();
  }
}
