require 'minitest/autorun'
require_relative '../lib/networks'

class NetworksTest < Minitest::Test
  def test_a_network_inside_or_around_another_one_clashes
    ['172.17.0.0/16', '172.17.8.128/25', '172.17.8.7/32', '0.0.0.0/0'].each do |present|
      told = assert_raises(Muster::Refused) { require_free(['docker0', present]) }.message
      assert_match(/172.17.8.0\/24 clashes with #{IPAddr.new(present)}\/.* of docker0.*give 'subnet' in settings.yml/, told)
    end
  end

  def test_others_do_not
    require_free(['eth0', '10.0.0.0/8'], ['eth1', '172.17.9.0/24'])
  end

  def test_the_providers_own_network_is_theirs
    require_free(['vboxnet0', '172.17.8.0/24'], ['virbr1', '172.17.8.0/24'], ['vagrant_network_172.17.8.0/24', '172.17.8.0/24'])
    assert_raises(Muster::Refused) { require_free(['vboxnet0', '172.17.0.0/16']) }
    assert_raises(Muster::Refused) { require_free(['eth1', '172.17.8.0/24']) }
  end

  def test_this_machine_is_on_the_loopback
    assert_includes Muster::Networks.of_interfaces.map { |name, network| [name, network.to_s] }, ['lo', '127.0.0.0']
  end

  private

  def require_free(*present)
    Muster::Networks.require_free(IPAddr.new('172.17.8.0/24'), present.map { |name, text| [name, IPAddr.new(text)] }, 'subnet')
  end
end
